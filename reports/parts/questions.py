"""Questions: who said what, what stands behind it, and why the number is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts import words
from reports.document import Question, Risk
from reports.exhibits import Artifact, Signal
from reports.parts.sayings import choices, sayings, settlement
from reports.parts.values import Values, listed, sentence

SUPPORT = (
    "nothing current stands behind the claim",
    "the evidence still waits for a reviewer",
    "the evidence is accepted, but neither seconded nor measured",
    "the evidence is accepted, but not both seconded and measured",
    "the evidence is accepted, seconded and measured",
)
"""What the evidence comes to, by rung of the ladder."""

LEVELLED = ("scored", "waived")


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
        sayings=sayings(item, values),
        disagreement=_disagreement(item),
        settlement=settlement(item, values),
        ref=item["ref"],
        risk=_risk(item),
        choices=choices(item, values),
        artifacts=tuple(artifacts[key] for key in item["evidence"] if key in artifacts),
        signals=tuple(signals[key] for key in item["evidence"] if key in signals),
    )


def _risk(item: Values) -> Risk | None:
    """Claimed and proven risk of a question with risk rules; None for any other."""
    if not item["rules"] or item["risk"] is None or item["claimed_risk"] is None:
        return None
    return Risk(claimed=item["claimed_risk"], proven=item["risk"])


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
    if not item["claimed"]:
        told.append("There is nothing to prove.")
    elif not cause:
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
    given = {_kernel(answer) for answer in item["answers"] if _counts(answer)}
    if len(given) > 1:
        return f"The claim of {claim} is the {policy} answer."
    many = sum(_counts(answer) for answer in item["answers"]) > 1
    return f"All who answered claim {claim}." if many else f"One answer claims {claim}."


def _kernel(answer: Values) -> tuple[Any, ...]:
    """What makes two answers the same."""
    ticked = tuple(pick["choice"] for pick in answer["picks"] if pick["state"] == "ticked")
    return answer["value"] or 0, answer["number"], ticked


def _counts(answer: Values) -> bool:
    return answer["standing"] in ("answered", "dont_know") and not answer["unconfirmed"]


def _disagreement(item: Values) -> str:
    """How far the roles lie apart, in words; empty where they agree."""
    if item["disagreement"] is None:
        return ""
    return f"The answers lie {item['disagreement']:g} levels apart."
