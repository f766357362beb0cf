"""What the AWS tool takes, written down a second time: whoever exports a lens is held to this."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

IDS = re.compile(r"[A-Za-z0-9_]{3,128}")
MARKS = " \n-_.,:/()@!&#+'?’"
RISKS = {"HIGH_RISK", "MEDIUM_RISK", "NO_RISK"}
WORD = re.compile(r"\s*(&&|\|\||[!()]|[A-Za-z0-9_]+)")


def check_lens(data: bytes) -> dict[str, Any]:
    """The lens; fails where AWS would refuse it."""
    text = data.decode()
    assert len(text) <= 500_000
    lens: dict[str, Any] = json.loads(text)
    keys(lens, {"schemaVersion", "name", "description", "pillars"})
    assert lens["schemaVersion"] == "2021-11-01"
    title(lens["name"])
    prose(lens["description"])
    assert 1 <= len(lens["pillars"]) <= 10
    unique(lens["pillars"])
    unique([question for pillar in lens["pillars"] for question in pillar["questions"]])
    for pillar in lens["pillars"]:
        keys(pillar, {"id", "name", "questions"})
        title(pillar["name"])
        assert len(pillar["questions"]) <= 20
        for question in pillar["questions"]:
            check_question(question)
    return lens


def check_question(question: dict[str, Any]) -> None:
    keys(question, {"id", "title", "choices", "riskRules"}, {"description", "helpfulResource"})
    title(question["title"])
    if "description" in question:
        prose(question["description"])
    if "helpfulResource" in question:
        resource(question["helpfulResource"])
    assert 1 <= len(question["choices"]) <= 15
    unique(question["choices"])
    for choice in question["choices"]:
        check_choice(choice)
    rules = question["riskRules"]
    assert 1 <= len(rules) <= 3
    assert len({rule["risk"] for rule in rules}) == len(rules)
    ids = {choice["id"] for choice in question["choices"]}
    for rule in rules:
        keys(rule, {"condition", "risk"})
        assert rule["risk"] in RISKS
        assert rule["condition"] == "default" or is_condition(rule["condition"], ids)
    assert all(rule["condition"] != "default" for rule in rules[:-1])


def check_choice(choice: dict[str, Any]) -> None:
    optional = {"helpfulResource", "improvementPlan", "additionalResources"}
    keys(choice, {"id", "title"}, optional)
    title(choice["title"])
    assert "improvementPlan" in choice or choice["id"].endswith("_no")
    for key in ("helpfulResource", "improvementPlan"):
        if key in choice:
            resource(choice[key])
    groups = choice.get("additionalResources", [])
    assert len({group["type"] for group in groups}) == len(groups)
    for group in groups:
        keys(group, {"type", "content"})
        assert group["type"] in {"HELPFUL_RESOURCE", "IMPROVEMENT_PLAN"}
        assert 1 <= len(group["content"]) <= 5
        for one in group["content"]:
            resource(one)


def keys(node: dict[str, Any], needed: set[str], optional: set[str] | None = None) -> None:
    assert needed <= set(node) <= needed | (optional or set()), sorted(node)


def unique(nodes: list[dict[str, Any]]) -> None:
    ids = [node["id"] for node in nodes]
    assert len(set(ids)) == len(ids)
    assert all(IDS.fullmatch(one) for one in ids), ids


def title(text: str) -> None:
    assert text.strip()
    assert len(text) <= 128
    assert all(letter in MARKS or unicodedata.category(letter)[0] in "LMN" for letter in text), text


def prose(text: str) -> None:
    assert text.strip()
    assert len(text) <= 2048


def resource(node: dict[str, Any]) -> None:
    keys(node, {"displayText"}, {"url"})
    prose(node["displayText"])
    assert re.match(r"https?://[^\s/]\S*$", node.get("url", "http://x"), re.IGNORECASE)


def is_condition(text: str, ids: set[str]) -> bool:
    """By recursive descent over the published grammar, `!` binding closest, then `&&`."""
    words = list(split(text))
    rest = disjunction(words, ids)
    return rest == []


def split(text: str) -> Iterator[str]:
    at = 0
    while at < len(text.rstrip()):
        found = WORD.match(text, at)
        assert found, text
        yield found[1]
        at = found.end()


def disjunction(words: list[str], ids: set[str]) -> list[str] | None:
    rest = conjunction(words, ids)
    while rest and rest[0] == "||":
        rest = conjunction(rest[1:], ids)
    return rest


def conjunction(words: list[str], ids: set[str]) -> list[str] | None:
    rest = negation(words, ids)
    while rest and rest[0] == "&&":
        rest = negation(rest[1:], ids)
    return rest


def negation(words: list[str], ids: set[str]) -> list[str] | None:
    match words:
        case ["!", *rest]:
            return negation(rest, ids)
        case ["(", *rest]:
            after = disjunction(rest, ids)
            return after[1:] if after and after[0] == ")" else None
        case [one, *rest] if one in ids:
            return rest
    return None


def holds(condition: str, ticked: set[str]) -> bool:
    """Whether the condition is true for these ticks: for comparing two sets of rules."""
    words = [
        {"&&": "and", "||": "or", "!": "not"}.get(
            word, word if word in "()" else f"({word in ticked})"
        )
        for word in split(condition)
    ]
    return bool(eval(" ".join(words), {"__builtins__": {}}))  # noqa: S307 only brackets, and, or, not
