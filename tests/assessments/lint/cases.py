"""For every code of the lint a framework that has it, and one that just has not."""

from __future__ import annotations

from dataclasses import replace

from assessments.spec import (
    TEAM,
    BandSpec,
    ChoiceSpec,
    Extra,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    RiskRuleSpec,
    SectionSpec,
)

A, B, C = (
    ChoiceSpec(key, f"Thing {key} is done", improvement=(ResourceSpec("Do it."),)) for key in "abc"
)
NONE = ChoiceSpec("none_no", "None of these", none_of_these=True)
GOOD = (("a && b && c", "none"), ("a || b", "medium"), ("default", "high"))


def multiple(
    *rules: tuple[str, str], choices: tuple[ChoiceSpec, ...] = (A, B, C), **more: object
) -> QuestionSpec:
    made = QuestionSpec(
        "alarms",
        "How do you watch your queues?",
        (TEAM.key,),
        kind="multiple",
        choices=choices,
        rules=tuple(RiskRuleSpec(condition, risk) for condition, risk in rules),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # the caller names known fields


def one(kind: str, **more: object) -> QuestionSpec:
    made = QuestionSpec("one", "How many wait?", (TEAM.key,), kind=kind)
    return replace(made, **more)  # type: ignore[arg-type]  # the caller names known fields


def framework(*questions: QuestionSpec, lens: bool = False, **more: object) -> FrameworkSpec:
    section = SectionSpec(
        "pillar", "watching", "Watching", questions=questions, source_id="watching"
    )
    extra: Extra = {"aws-custom-lens": {}} if lens else {}
    made = FrameworkSpec("queues", "Queues", roles=(TEAM,), sections=(section,), extra=extra)
    return replace(made, **more)  # type: ignore[arg-type]  # the caller names known fields


def in_lens(question: QuestionSpec) -> FrameworkSpec:
    named = tuple(replace(choice, key=f"choice_{choice.key}") for choice in question.choices)
    return framework(replace(question, choices=named, rules=()), lens=True)


def levels(*described: str) -> tuple[LevelSpec, ...]:
    return tuple(LevelSpec(value, str(value), text) for value, text in enumerate(described))


WITH: dict[str, FrameworkSpec] = {
    "rule-unreadable": framework(multiple(("a && && b", "none"), ("default", "high"))),
    "rule-unknown-choice": framework(multiple(("a && gone", "none"), *GOOD[1:])),
    "outcome-unreachable": framework(
        multiple(("a && b && c", "none"), ("!a || !b || !c", "medium"), ("default", "high"))
    ),
    "rule-after-default": framework(
        multiple(("a && b", "none"), ("default", "high"), ("c", "medium"))
    ),
    "rule-never-first": framework(
        multiple(("a || b", "none"), ("a && b", "none"), ("default", "high"))
    ),
    "rule-no-default": framework(multiple(("a && b && c", "none"), ("a", "medium"))),
    "rule-mixed-operators": framework(multiple(("a && b || c", "none"), *GOOD[1:])),
    "risk-twice": framework(multiple(("a && b && c", "none"), ("a", "high"), ("default", "high"))),
    "choice-dead": framework(multiple(("a && b", "none"), ("default", "high"))),
    "answer-non-monotone": framework(
        multiple(("a && !b", "none"), ("c", "medium"), ("default", "high"))
    ),
    "none-not-exclusive": framework(multiple(*GOOD, choices=(A, B, C, NONE))),
    "outcome-constant": framework(multiple(("default", "none"))),
    "rules-not-evaluated": framework(
        multiple(
            *GOOD, choices=(A, B, C, *(replace(C, key=f"c{n}", text=f"C {n}") for n in range(13)))
        )
    ),
    "choices-missing": framework(multiple(choices=())),
    "choices-alike": framework(multiple(*GOOD, choices=(A, replace(B, text=A.text), C))),
    "choice-unscored": framework(one("single", choices=(A, B))),
    "rules-missing": framework(multiple()),
    "bands-missing": framework(one("number")),
    "bands-not-rising": framework(
        one("number", bands=(BandSpec(None, 0), BandSpec(9, 0.5), BandSpec(5, 1)))
    ),
    "levels-incomplete": framework(one("level", levels=levels("Nothing", "", "All"))),
    "question-twice": framework(one("level"), replace(one("level"), key="again")),
    "section-empty": framework(),
    "url-odd": framework(one("level", resources=(ResourceSpec("Read this", "docs/queues.html"),))),
    "lens-count": in_lens(
        multiple(choices=tuple(replace(A, key=f"k{n}", text=f"T {n}") for n in range(16)))
    ),
    "lens-length": in_lens(multiple(choices=(replace(A, text="A" * 129),))),
    "lens-id": framework(multiple(choices=(replace(A, key="a-1"),)), lens=True),
    "lens-characters": in_lens(multiple(choices=(replace(A, text="It “works”"),))),
    "lens-plan": in_lens(multiple(choices=(replace(A, improvement=()),))),
}

STANDS_ALONE = framework(multiple(("none_no", "high"), *GOOD, choices=(A, B, C, NONE)))
"""Its “none of these” counts first, so that nothing ticked beside it does."""

WITHOUT: dict[str, FrameworkSpec] = {
    "rule-unreadable": framework(multiple((" a&&b ", "none"), ("default", "high"))),
    "rule-unknown-choice": framework(multiple(*GOOD)),
    "outcome-unreachable": framework(
        multiple(("a && b && c", "none"), ("!a || !b", "medium"), ("default", "high"))
    ),
    "rule-after-default": framework(multiple(*GOOD)),
    "rule-never-first": framework(
        multiple(("a && b", "none"), ("a || c", "none"), ("default", "high"))
    ),
    "rule-no-default": framework(multiple(*GOOD)),
    "rule-mixed-operators": framework(multiple(("(a && b) || c", "none"), *GOOD[1:])),
    "risk-twice": framework(multiple(*GOOD)),
    "choice-dead": framework(multiple(("a && (b || c)", "none"), ("default", "high"))),
    "answer-non-monotone": STANDS_ALONE,
    "none-not-exclusive": STANDS_ALONE,
    "outcome-constant": framework(multiple(("a && b && c", "none"), ("default", "high"))),
    "rules-not-evaluated": framework(
        multiple(
            *GOOD, choices=(A, B, C, *(replace(C, key=f"c{n}", text=f"C {n}") for n in range(12)))
        )
    ),
    "choices-missing": framework(one("text")),
    "choices-alike": framework(multiple(*GOOD)),
    "choice-unscored": framework(one("single", choices=(A, replace(B, score=0.0)))),
    "rules-missing": framework(multiple(*GOOD)),
    "bands-missing": framework(one("number", bands=(BandSpec(None, 0), BandSpec(9, 1)))),
    "bands-not-rising": framework(
        one("number", bands=(BandSpec(None, 0), BandSpec(5, 0.5), BandSpec(9, 1)))
    ),
    "levels-incomplete": framework(one("level", levels=levels("", "", ""))),
    "question-twice": framework(one("level"), one("level", key="two", text="How many run?")),
    "section-empty": framework(
        sections=(SectionSpec("section", "told", "Told", guidance="Do it."),)
    ),
    "url-odd": framework(
        one("level", resources=(ResourceSpec("Read this", "https://example.org/queues.html"),))
    ),
    "lens-count": in_lens(
        multiple(choices=tuple(replace(A, key=f"k{n}", text=f"T {n}") for n in range(15)))
    ),
    "lens-length": in_lens(multiple(choices=(replace(A, text="A" * 128),))),
    "lens-id": framework(multiple(choices=(replace(A, key="a_1"),)), lens=True),
    "lens-characters": in_lens(multiple(choices=(replace(A, text="It isn’t (yet) there!"),))),
    "lens-plan": in_lens(multiple(choices=(A, NONE))),
}
