"""The choices and the risk rules of a question."""

from __future__ import annotations

import re
from dataclasses import replace

from assessments.importers.lens.keeping import kept_of
from assessments.importers.lens.oddities import (
    MISSING,
    Habits,
    listed_within,
    missing,
    prose,
    title,
    warn_of_id,
    warn_of_unknown,
)
from assessments.importers.lens.resources import further, own_address, resource
from assessments.importers.nodes import Node, has_control
from assessments.importers.wording import as_paragraphs, fold
from assessments.lens_nodes import NONE_SUFFIX, RISKS, choice_node, rule_node
from assessments.rules import DEFAULT, MAX_CHARACTERS
from assessments.spec import LENGTHS, ChoiceSpec, RiskRuleSpec

_KEYS = ("id", "title", "helpfulResource", "improvementPlan", "additionalResources")
_READ_TOO = ("description", "url")
_NONE = re.compile(
    r"none(?: apply)?"
    r"|none of (?:these|those|them|this|above)\b.*"
    r"|none of the (?:above|options|choices|following|practices)\b.*"
)
_OUR_RISKS = {theirs: ours for ours, theirs in RISKS.items()}


def choices(question: Node, habits: Habits) -> tuple[ChoiceSpec, ...]:
    """The choices in order, their keys unique; a problem where there is none."""
    if not question.get("choices").value:
        question.get("choices").refuse(
            "This question has no choices.", "There must be one to tick."
        )
        return ()
    taken: set[str] = set()
    return tuple(_choice(node, taken, habits) for node in listed_within(question, "choices"))


def _choice(node: Node, taken: set[str], habits: Habits) -> ChoiceSpec:
    text = title(node, "title", "choice", habits)
    helping, improving = further(node, habits)
    written = _id(node, taken)
    none_of_these = written.endswith(NONE_SUFFIX) or bool(_NONE.fullmatch(fold(text)))
    made = ChoiceSpec(
        key=written,
        text=text,
        description=as_paragraphs(prose(node, "description", habits)),
        none_of_these=none_of_these,
        help=(*resource(node, "helpfulResource", habits), *own_address(node), *helping),
        improvement=(*resource(node, "improvementPlan", habits), *improving),
    )
    _warn_of_habits(node, made, habits)
    warn_of_unknown(node, _KEYS, read=_READ_TOO)
    return replace(made, extra=kept_of(node, choice_node(made)))


def _id(node: Node, taken: set[str]) -> str:
    """The id as it is written; made up where there is none, or where it stands twice."""
    written = node.text("id")
    if not written:
        node.get("id").warn("This choice has no id, so that no rule can name it.")
    elif len(written) > LENGTHS["choice key"]:
        node.get("id").refuse(f"An id has at most {LENGTHS['choice key']} characters.")
    else:
        warn_of_id(node, written)
    key, number = written or "choice", 2
    if written in taken:
        node.get("id").warn("This id stands twice in the question; rules mean the first.")
    while key in taken:
        key, number = f"{(written or 'choice')[:240]}-{number}", number + 1
    taken.add(key)
    return key


def _warn_of_habits(node: Node, choice: ChoiceSpec, habits: Habits) -> None:
    marked = choice.key.endswith(NONE_SUFFIX)
    if choice.none_of_these and not marked:
        node.get("id").warn(
            f"This choice means none of the others; its id usually ends in {NONE_SUFFIX}."
        )
    if not node.has("improvementPlan") and not marked:
        node.warn("This choice has no improvementPlan; AWS asks for one.")
    if node.has("additionalResources"):
        habits.note("additional", node)


def rules(question: Node, habits: Habits) -> tuple[RiskRuleSpec, ...]:
    """The rules in order, conditions as they are written; a warning where there are none."""
    made = tuple(_rule(node) for node in listed_within(question, "riskRules"))
    found = question.get("riskRules")
    if not made:
        found.warn("This question has no risk rules: what is ticked says nothing of risk.")
        return made
    if not any(rule.condition.strip() == DEFAULT for rule in made):
        found.warn("There is no default rule: some answers have no risk.")
    if [rule.condition.strip() for rule in made] == [DEFAULT]:
        habits.note("default only", found)
    elif made[0].risk == "high":
        habits.note("high first", found)
    if len({rule.risk for rule in made}) < len(made):
        found.warn("Two rules give the same risk; AWS takes one rule for each.")
    return made


def _rule(node: Node) -> RiskRuleSpec:
    condition = _condition(node)
    if len(condition) > MAX_CHARACTERS:
        node.get("condition").refuse(f"A condition has at most {MAX_CHARACTERS:,} characters.")
    if condition != condition.strip():
        node.get("condition").warn("There are spaces around this condition.")
    made = RiskRuleSpec(condition, _risk(node))
    warn_of_unknown(node, ("condition", "risk"))
    return replace(made, extra=kept_of(node, rule_node(made)))


def _condition(node: Node) -> str:
    """As it is written: what it means is for `assessments.rules` to say."""
    found = node.get("condition")
    if found.value is not None and not isinstance(found.value, str):
        found.refuse("A condition is a text, such as “choice1 && choice2”.")
        return ""
    if has_control(found.value or ""):
        found.refuse("There are characters here that no text has.", "Leave them out.")
    elif missing(found):
        found.refuse(*MISSING)
    return found.value or ""


def _risk(node: Node) -> str:
    written = node.text("risk")
    ours = _OUR_RISKS.get(written) or _OUR_RISKS.get(written.upper().replace(" ", "_"))
    if ours is None:
        node.get("risk").refuse(f"The risk is one of {', '.join(_OUR_RISKS)}.")
        return "none"
    if written not in _OUR_RISKS:
        node.get("risk").warn(f"This was read as {RISKS[ours]}.")
    return ours
