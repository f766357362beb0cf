"""Questions: who said what, what stands behind it, and why the number is what it is."""

from __future__ import annotations

from collections.abc import Mapping

from charts import words
from reports.document import Artifact, Question, Saying, Settlement, Signal
from reports.parts.values import Values, day, listed, sentence, unbroken

SUPPORT = (
    "nothing current stands behind the claim",
    "the evidence still waits for a reviewer",
    "the evidence is accepted, but neither seconded nor measured",
    "the evidence is accepted, but not both seconded and measured",
    "the evidence is accepted, seconded and measured",
)
"""What the evidence comes to, by rung of the ladder."""

LEVELLED = ("scored", "waived")
STANDINGS = {"dont_know": "Don't know", "not_applicable": "Not applicable"}


def questions(
    values: Values, artifacts: Mapping[str, Artifact], signals: Mapping[str, Signal]
) -> tuple[Question, ...]:
    """Every question, in the order of the framework."""
    return tuple(_question(item, values, artifacts, signals) for item in values["questions"])


def _question(
    item: Values,
    values: Values,
    artifacts: Mapping[str, Artifact],
    signals: Mapping[str, Signal],
) -> Question:
    titles = {one["id"]: one["title"] for one in values["evidence"]}
    cause = _cause(item, titles, signals)
    return Question(
        anchor=f"question-{item['number'].replace('.', '-')}",
        number=item["number"],
        text=item["text"],
        section=item["section"],
        state=item["state"],
        proven=item["proven"] if item["state"] in LEVELLED else None,
        claimed=item["claimed"],
        cause=cause,
        why=_why(item, cause, titles, values["assessment"]["policy"]),
        sayings=_sayings(item, values),
        disagreement=_disagreement(item),
        settlement=_settlement(item, values),
        artifacts=tuple(artifacts[key] for key in item["evidence"] if key in artifacts),
        signals=tuple(signals[key] for key in item["evidence"] if key in signals),
    )


def _cause(item: Values, titles: Mapping[str, str], signals: Mapping[str, Signal]) -> str:
    """What holds the proven level down; empty where nothing does."""
    if item["state"] == "unanswered":
        return f"nobody has answered question {item['number']}"
    if item["claimed"] is None or item["proven"] >= item["claimed"]:
        return ""
    against = [_against(key, titles[key], signals) for key in item["counter_evidence"]]
    if against:
        return listed(against)
    if item["rung"] == 0 and item["expired"]:
        return f"{listed([f'“{titles[key]}”' for key in item['expired']])} has expired"
    return SUPPORT[item["rung"]]


def _against(key: str, title: str, signals: Mapping[str, Signal]) -> str:
    if key in signals and signals[key].state == "fail":
        return f"the signal “{title}” fails"
    return f"a reviewer objects to “{title}”"


def _why(item: Values, cause: str, titles: Mapping[str, str], policy: str) -> str:
    """The account of the number in a few sentences."""
    if item["state"] not in LEVELLED or item["claimed"] is None:
        rule: str = item["trace"]["rule"]
        return rule
    told = [_origin(item, policy)]
    if not cause:
        behind = "The evidence behind it carries" if item["rung"] else "No evidence is needed for"
        told.append(f"{behind} up to {item['cap']:g}, so all of it is proven.")
    elif item["counter_evidence"]:
        told.append(f"{sentence(cause)}, so no more than {item['cap']:g} counts as proven.")
    else:
        told.append(f"{sentence(cause)}, which carries no more than {item['cap']:g}.")
    told += [f"“{titles[key]}” has expired." for key in item["expired"] if titles[key] not in cause]
    return " ".join(told)


def _origin(item: Values, policy: str) -> str:
    """Where the claim comes from."""
    claim = words.level(item["claimed"])
    if item["settlement"]:
        return f"The claim of {claim} is the lead's settlement."
    given = {answer["value"] or 0 for answer in item["answers"] if _counts(answer)}
    if len(given) > 1:
        return f"The claim of {claim} is the {policy} answer."
    many = sum(_counts(answer) for answer in item["answers"]) > 1
    return f"All who answered claim {claim}." if many else f"One answer claims {claim}."


def _counts(answer: Values) -> bool:
    return bool(answer["standing"] != "not_applicable")


def _sayings(item: Values, values: Values) -> tuple[Saying, ...]:
    """One row for each role asked, in the framework's order, also where it said nothing.

    A draft is read by those who still have to answer too, so it keeps to itself what was said
    to a question that some role can still answer.
    """
    names = {role["key"]: role["name"] for role in values["roles"]}
    levels = _level_names(values)
    said = {answer["role"]: answer for answer in item["answers"]}
    asked = [key for key in names if key in item["roles"] or key in said]
    awaited = _awaited(item, values)
    return tuple(
        (_kept_back(names[key]) if awaited else _saying(names[key], said[key], levels))
        if key in said
        else Saying(role=names[key], standing="unanswered", said="No answer", words="", by="")
        for key in asked
    )


def _awaited(item: Values, values: Values) -> bool:
    """Whether some role can still give its first answer to the question."""
    answered = {answer["role"] for answer in item["answers"] if not answer["refused"]}
    is_open = values["milestone"] is None and values["assessment"]["state"] == "open"
    return is_open and not answered.issuperset(item["roles"])


def _kept_back(role: str) -> Saying:
    shown = "Shown once every role has answered"
    return Saying(role=role, standing="answered", said="Answered", words=shown, by="")


def _saying(role: str, answer: Values, levels: Mapping[int, str]) -> Saying:
    standing = answer["standing"]
    told = [answer["reason"], answer["note"]]
    if answer["refused"]:
        told.append(f"Refused by a reviewer: {answer['refusal']}")
    return Saying(
        role=role,
        standing=standing,
        said=STANDINGS.get(standing) or levels[answer["value"]],
        words=" ".join(part for part in told if part),
        by=f"{answer['by']}, {unbroken(day(answer['at']))}",
    )


def _level_names(values: Values) -> dict[int, str]:
    """Each level's value and name: "3 Defined"."""
    return {
        level["value"]: f"{level['value']} {level['name']}"
        for level in values["framework"]["levels"]
    }


def _disagreement(item: Values) -> str:
    """How far the roles lie apart, in words; empty where they agree."""
    if item["disagreement"] is None:
        return ""
    return f"The answers lie {item['disagreement']:g} levels apart."


def _settlement(item: Values, values: Values) -> Settlement | None:
    made = item["settlement"]
    if made is None:
        return None
    return Settlement(
        said=_level_names(values)[made["value"]],
        reason=made["reason"],
        by=f"{made['by']}, {unbroken(day(made['at']))}",
    )
