"""Questions of every kind on a practice page: what one can write, what each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments import importers
from assessments.spec import (
    BandSpec,
    ChoiceSpec,
    FrameworkSpec,
    QuestionSpec,
    ResourceSpec,
    RiskRuleSpec,
)
from tests.assessments.importers.pages import refusal
from tests.effort import at_most

MULTIPLE = """\
# Backups

## Questions to ask the team

### Which copies do you make? {#copies kind=multiple tier=2 ref="B.1 (a)"}

Look, do not guess.

- This is help.

- [ ] Nightly copies,
  kept for a week {#nightly score=0.5}

  More about **them**.

  - a list
    that goes on

  ```
  - Help: code
  ```

  - Help: [The schedule](https://example.org/s)
  - Help: https://example.org/t
  - Improvement: Write a schedule.
- [ ] A copy elsewhere
  - Improvement: [Rent a place](https://example.org/r)

- [ ] None of these {#none none=yes}

```risk
none: nightly && a-copy-elsewhere
medium: nightly || a-copy-elsewhere

high: default
```

## Who should do this

### Owner

- Cares.
"""

DESCRIPTION = """\
More about **them**.

- a list
  that goes on

```
- Help: code
```"""


def question(body: str) -> QuestionSpec:
    return next(read(page(body)).questions())


def page(body: str) -> str:
    """The page with another question."""
    above = MULTIPLE.partition("### Which")[0]
    return f"{above}{body}\n\n## Who should{MULTIPLE.partition('## Who should')[2]}"


def read(text: str) -> FrameworkSpec:
    return importers.read(text.encode(), "page.md")[1].spec


def test_choices_have_keys_scores_words_and_what_leads_on() -> None:
    (copies,) = read(MULTIPLE).questions()
    assert copies.choices == (
        ChoiceSpec(
            "nightly",
            "Nightly copies, kept for a week",
            description=DESCRIPTION,
            score=0.5,
            help=(
                ResourceSpec("The schedule", "https://example.org/s"),
                ResourceSpec(url="https://example.org/t"),
            ),
            improvement=(ResourceSpec("Write a schedule."),),
        ),
        ChoiceSpec(
            "a-copy-elsewhere",
            "A copy elsewhere",
            improvement=(ResourceSpec("Rent a place", "https://example.org/r"),),
        ),
        ChoiceSpec("none", "None of these", none_of_these=True),
    )


def test_what_stands_above_the_choices_is_help() -> None:
    (copies,) = read(MULTIPLE).questions()
    assert copies.help == "Look, do not guess.\n\n- This is help."


def test_rules_stand_in_a_block_of_their_own() -> None:
    (copies,) = read(MULTIPLE).questions()
    assert copies.rules == (
        RiskRuleSpec("nightly && a-copy-elsewhere", "none"),
        RiskRuleSpec("nightly || a-copy-elsewhere", "medium"),
        RiskRuleSpec("default", "high"),
    )


def test_a_question_has_a_reference_and_a_tier() -> None:
    (copies,) = read(MULTIPLE).questions()
    assert (copies.kind, copies.ref, copies.tier) == ("multiple", "B.1 (a)", 2)


def test_the_keys_of_choices_are_whatever_rules_can_name() -> None:
    found = question("### Q? {kind=single}\n\n- [ ] A {#OPS_1.a:b}\n- [ ] B {#B}")
    assert [choice.key for choice in found.choices] == ["OPS_1.a:b", "B"]


def test_one_key_can_stand_in_two_questions() -> None:
    text = "### Q? {kind=single}\n\n- [ ] A\n\n### R? {kind=single}\n\n- [ ] A"
    assert [found.choices[0].key for found in read(page(text)).questions()] == ["a", "a"]


def test_numbers_have_a_unit_and_bands() -> None:
    found = question(
        '### How many? {kind=number unit="hours a day"}\n\nCount.\n\n'
        "- less: 1\n- from -1.5: 0.5\n- from 1e3: 0"
    )
    assert (found.kind, found.unit, found.help) == ("number", "hours a day", "Count.")
    assert found.bands == (BandSpec(None, 1), BandSpec(-1.5, 0.5), BandSpec(1000, 0))


def test_a_number_can_be_without_bands() -> None:
    found = question("### How many? {kind=number}\n\n- Count them.")
    assert (found.bands, found.help) == ((), "- Count them.")


@pytest.mark.parametrize("kind", ["boolean", "text"])
def test_all_below_a_question_without_options_is_help(kind: str) -> None:
    found = question(f"### Q? {{kind={kind}}}\n\n0. Absent: no level\n- [ ] no choice")
    assert (found.kind, found.levels, found.choices) == (kind, (), ())
    assert found.help == "0. Absent: no level\n- [ ] no choice"


def test_boxes_below_a_level_question_are_still_help() -> None:
    found = question("### Q?\n\n- [ ] Ask around.")
    assert (found.kind, found.choices, found.help) == ("level", (), "- [ ] Ask around.")


def test_a_question_can_be_a_bullet_where_nothing_has_to_stand_below() -> None:
    assert question("- Is it so? {kind=boolean weight=2}").kind == "boolean"


def test_sections_have_a_reference_and_a_weight() -> None:
    text = MULTIPLE.replace("# Backups", "# Backups {#b ref=B weight=0.5}", 1).replace(
        "## Questions",
        "## Best practices\n\n### One {ref=B.1 weight=3}\n\n- Point.\n\n## Questions",
    )
    (practice,) = read(text).sections
    assert (practice.ref, practice.weight) == ("B", 0.5)
    assert (practice.children[0].ref, practice.children[0].weight) == ("B.1", 3)


def test_front_matter_says_how_levels_roll_up_and_answers_are_read() -> None:
    head = "roll_up: gated\nreading: strict\nhomepage: https://example.org\nattribution: By me."
    spec = read(f"---\n{head}\n---\n{MULTIPLE}")
    assert (spec.roll_up, spec.reading) == ("gated", "strict")
    assert (spec.homepage, spec.attribution) == ("https://example.org", "By me.")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("roll_up: sum", "“sum” cannot be a roll_up."),
        ("reading: loose", "“loose” cannot be a reading."),
        ("homepage: example.org", "“example.org” cannot be a homepage."),
    ],
)
def test_front_matter_that_means_nothing_is_refused(line: str, message: str) -> None:
    problems = refusal(f"---\n{line}\n---\n{MULTIPLE}", "page.md")
    assert (2, message) in [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("one", "other", "below", "message"),
    [
        ("kind=multiple", "kind=essay", 0,
         "This version cannot read a question of the kind “essay”."),
        ("kind=multiple", "kind=single", 27,
         "Only a question of the kind multiple has risk rules."),
        ("tier=2", "tier=high", 0, "“high” cannot be a tier."),
        ("tier=2", "tier=99999", 0, "“99999” cannot be a tier."),
        ("tier=2", "unit=hours", 0, "Only a question of the kind number has a unit."),
        ("tier=2", f"ref2 tier=2 ref=\"{'r' * 61}\"", 0, "This list of attributes cannot be read"),
        ('ref="B.1 (a)"', f"ref={'r' * 61}", 0,
         "This reference has 61 characters; 60 is the most."),
        ("tier=2", "groups=small", 0, "The framework has no group with the key “small”."),
        ("score=0.5", "score=half", -1, "“half” cannot be a score."),
        ("score=0.5", "score=2", -1, "“2” cannot be a score."),
        ("score=0.5", "score=nan", -1, "“nan” cannot be a score."),
        ("score=0.5", "weight=2", -1, "The attribute “weight” is not known here."),
        ("none=yes", "none=perhaps", 0, "“perhaps” has no meaning here."),
        ("#none", "#nightly", 0, "Another choice has the key “nightly”."),
        ("#none", "#default", 0, "“default” cannot be a key."),
        ("#none", "#a&b", 0, "“a&b” cannot be a key."),
        ("None of these {#none", "A copy elsewhere {#none", 0,
         "The choice “A copy elsewhere” stands on line 26 already."),
        ("- [ ] None of these", "- [x] None of these", 0, "A choice cannot be ticked on the page."),
        ("- [ ] None of these", "- None of these", 0, "This is not a choice."),
        ("- [ ] None of these {#none none=yes}", "- [ ]", 0, "This choice is empty."),
        ("```risk", "Words.\n\n```risk", 0, "This stands below the choices."),
        ("```risk", "```sh\n```\n\n```risk", 0, "This stands below the choices."),
        ("(https://example.org/s)", "(example.org)", 0, "“example.org” is no address."),
        ("medium: nightly ||", "middling: nightly ||", 0, "This is not a risk rule."),
        ("high: default", "default", 0, "This is not a risk rule."),
        ("high: default", "high:", 0, "This condition cannot be read."),
        ("nightly && a", "nightly & a", 0, "This condition cannot be read. “&” cannot stand here."),
    ],
)  # fmt: skip
def test_each_mistake_is_said_with_its_line(one: str, other: str, below: int, message: str) -> None:
    line = MULTIPLE[: MULTIPLE.index(one)].count("\n") + 1 + below
    problems = refusal(MULTIPLE.replace(one, other, 1), "page.md")
    found = [(problem.line, problem.message) for problem in problems]
    assert any(at == line and said.startswith(message) for at, said in found), found


def test_a_megabyte_of_choices_is_refused() -> None:
    body = "### Q? {kind=single}\n\n" + "- [ ] a\n" * 100_000
    with at_most():
        problems = refusal(page(body), "page.md")
    said = [problem.message for problem in problems]
    assert any(message.endswith("lines; 20,000 is the most.") for message in said)


def test_the_examples_that_authors_are_shown_are_questions() -> None:
    text = (Path(__file__).parents[3] / "docs" / "practice-page.md").read_text("utf-8")
    _, choices, rules, bands, *_ = [
        part.partition("\n```\n")[0] for part in text.split("```markdown\n")[1:]
    ]
    found = read(page(f"{choices}\n\n{rules.replace('````', '')}\n```\n\n{bands}"))
    copies, hours = found.questions()
    assert [choice.key for choice in copies.choices] == ["nightly", "elsewhere", "none"]
    assert copies.choices[0].description == "What counts as one, in *Markdown*."
    assert [rule.risk for rule in copies.rules] == ["none", "medium", "high"]
    assert [band.at_least for band in hours.bands] == [None, 4, 24]


def test_more_choices_than_a_question_can_have_are_refused() -> None:
    boxes = "\n".join(f"- [ ] Choice {number}" for number in range(201))
    (problem,) = refusal(page(f"### Q? {{kind=single}}\n\n{boxes}"), "page.md")
    assert (problem.line, problem.message) == (7, "The question has 201 choices; 200 is the most.")


def test_choices_count_among_the_things_on_a_page() -> None:
    boxes = "\n".join(f"- [ ] Choice {number}" for number in range(200))
    questions = (f"### Question {number}? {{kind=single}}\n\n{boxes}" for number in range(10))
    (problem,) = refusal(page("\n\n".join(questions)), "page.md")
    assert problem.message == "The page lists 2,012 things; 2,000 is the most."


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("### Q? {kind=single}\n\nHelp.", 5,
         "A question of the kind single has choices, and there are none here."),
        ("### Q? {kind=single}\n\n  - [ ] A", 5,
         "A question of the kind single has choices, and there are none here."),
        ("- Q? {kind=multiple}", 5,
         "A question of the kind multiple has choices, and there are none here."),
        ("### Q? {kind=number}\n\n- from 1: 0", 7, "The first band, and no other, is `less`."),
        ("### Q? {kind=number}\n\n- less: 0\n- less: 1", 8,
         "The first band, and no other, is `less`."),
        ("### Q? {kind=number}\n\n- less: 0\n- from 2: 1\n- from 2: 1", 9,
         "Each band begins above the one before it."),
        ("### Q? {kind=number}\n\n- less: 0\n- from two: 1", 8, "“two” is no number."),
        ("### Q? {kind=number}\n\n- less: 0\n- from inf: 1", 8, "“inf” is no number."),
        ("### Q? {kind=number}\n\n- less: much", 7, "“much” cannot be a score."),
        ("### Q? {kind=number}\n\n- less: 0\n- more", 8, "This is not a band."),
        ("### Q? {kind=number}\n\n- less: 0\n\nWords.", 9, "This stands below the bands."),
    ],
)  # fmt: skip
def test_what_a_kind_needs_is_said_with_its_line(body: str, line: int, message: str) -> None:
    problems = refusal(page(body), "page.md")
    found = [(problem.line, problem.message) for problem in problems]
    assert (line, message) in found
