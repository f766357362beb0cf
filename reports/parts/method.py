"""How the numbers come about, and what ties the report to its milestone."""

from __future__ import annotations

from reports.document import Integrity, Level, Method, Rung
from reports.parts.values import Values

RUNGS = (
    ("Unsupported", "Nothing current stands behind the claim."),
    ("Submitted", "An artifact is there, and no reviewer has accepted it yet."),
    ("Accepted", "An accepted artifact is within its validity."),
    (
        "Corroborated",
        "Accepted, and either seconded by another expected kind or measured by a signal.",
    ),
    ("Measured", "Accepted, seconded and measured: a signal passes on fresh data."),
)
POLICIES = {
    "lowest": "Where roles differ, the lowest answer is the claim, unless the lead settled it.",
    "median": "Where roles differ, the median answer is the claim, unless the lead settled it.",
}


ROLL_UPS = {
    "mean": "A section is the weighted mean of what is in it.",
    "gated": "A section is at the level that everything in it has reached.",
    "samm": (
        "As OWASP SAMM has it: a level of a practice is the mean of its streams, a practice the "
        "sum of its levels, a function the mean of its practices."
    ),
}
READINGS = {
    "aws": (
        "Risk rules are read as the AWS Well-Architected Tool reads them; “not applicable” leaves "
        "the count at once."
    ),
    "strict": (
        "Risk rules are read strictly: “none of these” stands alone, and “not applicable” leaves "
        "the count once a reviewer approves it."
    ),
}


def method(values: Values) -> Method:
    """The scale, the ladder of evidence and the rules, as this framework has them."""
    framework = values["framework"]
    levels = tuple(
        Level(value=item["value"], name=item["name"], description=item["description"])
        for item in sorted(framework["levels"], key=lambda level: int(level["value"]))
    )
    return Method(
        formula=values["formula"],
        policy=POLICIES[values["assessment"]["policy"]],
        roll_up=ROLL_UPS[framework["roll_up"]],
        reading=_reading(values),
        scope=_scope(values["assessment"]["groups"]),
        attribution=framework["attribution"],
        levels=levels,
        ladder=tuple(
            Rung(value=place, name=name, words=said, cap=_cap(share, levels))
            for place, ((name, said), share) in enumerate(
                zip(RUNGS, framework["ladder"], strict=True)
            )
        ),
    )


def integrity(values: Values, milestone_id: int | None, sha256: str) -> Integrity:
    """The hashes that the report prints."""
    return Integrity(
        milestone_id=milestone_id,
        milestone_sha256=sha256,
        audit_head=values["audit_head"],
        audit_length=values["audit_length"],
        framework_sha256=values["framework"]["sha256"],
        schema=values["schema"],
    )


def _reading(values: Values) -> str:
    """How risk rules were read; empty where no question has any and nothing hangs on it."""
    strict = values["assessment"]["reading"] == "strict"
    ruled = any(question["rules"] for question in values["questions"])
    return READINGS[values["assessment"]["reading"]] if ruled or strict else ""


def _scope(groups: list[str]) -> str:
    """What the assessment was limited to; empty where it was not."""
    return f"Only questions of these groups were asked: {', '.join(groups)}." if groups else ""


def _cap(share: float, levels: tuple[Level, ...]) -> int:
    """A share of the highest level, rounded down to a level of the scale."""
    height = share * levels[-1].value + 1e-9
    return max((level.value for level in levels if level.value <= height), default=0)
