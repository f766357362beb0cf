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


def _cap(share: float, levels: tuple[Level, ...]) -> int:
    """A share of the highest level, rounded down to a level of the scale."""
    height = share * levels[-1].value + 1e-9
    return max((level.value for level in levels if level.value <= height), default=0)
