"""Frameworks of any shape, for properties of exporters."""

from __future__ import annotations

from hypothesis import strategies as st

from assessments.spec import (
    DEFAULT_LEVELS,
    QUESTION_KINDS,
    RISKS,
    TEAM,
    BandSpec,
    ChoiceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    RiskRuleSpec,
    SectionSpec,
)

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ODD_TEXTS = st.sampled_from(
    ["", " ", "“Quoted”; 100 %", "x" * 200, "word " * 600, "漢字", "été", "***", "None of these"]
)
TEXTS = st.text(LETTERS, max_size=12) | ODD_TEXTS
TITLES = TEXTS.map(lambda text: " ".join(text.split()) or "Title")
KEYS = st.sampled_from(["a", "b-c", "d_no", "choice1", "e f", "x" * 200, "\u00fc", "default", "no"])
RESOURCES = st.lists(
    st.builds(ResourceSpec, text=TEXTS, url=st.sampled_from(["", "https://e.org/a", "/a", "http://"])),
    max_size=8,
).map(tuple)  # fmt: skip
SCORES = st.none() | st.floats(0, 1)


@st.composite
def choices(draw: st.DrawFn) -> tuple[ChoiceSpec, ...]:
    keys = draw(st.lists(KEYS | st.integers(0, 30).map("c{}".format), unique=True, max_size=20))
    return tuple(
        ChoiceSpec(
            key=key,
            text=draw(TITLES),
            description=draw(st.just("") | TEXTS),
            score=draw(SCORES),
            none_of_these=draw(st.booleans()),
            help=draw(RESOURCES),
            improvement=draw(RESOURCES),
        )
        for key in keys
    )


@st.composite
def rules(draw: st.DrawFn, keys: list[str]) -> tuple[RiskRuleSpec, ...]:
    operands = st.sampled_from([*keys, "gone"] if keys else ["gone"])
    conditions = st.recursive(
        operands,
        lambda below: st.one_of(
            below.map("!{}".format),
            below.map("({})".format),
            st.tuples(below, below).map(" && ".join),
            st.tuples(below, below).map("||".join),
        ),
        max_leaves=5,
    )
    broken = st.sampled_from(["", "&&", "a &&", "(a", "a)", "a b", "!", "a & b"])
    written = conditions | broken | st.just("default") | st.just(" default ")
    one = st.builds(RiskRuleSpec, condition=written, risk=st.sampled_from(RISKS))
    return tuple(draw(st.lists(one, max_size=6)))


@st.composite
def questions(draw: st.DrawFn, key: str) -> QuestionSpec:
    chosen = draw(choices())
    starts = sorted(draw(st.sets(st.integers(-5, 10**7), max_size=18)))
    bands = tuple(
        BandSpec(float(start) if start is not None else None, draw(st.floats(0, 1)))
        for start in ([None, *starts] if draw(st.booleans()) else starts)
    )
    return QuestionSpec(
        key=key,
        text=draw(TITLES),
        roles=(TEAM.key,),
        help=draw(TEXTS),
        kind=draw(st.sampled_from(QUESTION_KINDS)),
        choices=chosen,
        rules=draw(rules([choice.key for choice in chosen])),
        bands=bands,
        unit=draw(st.sampled_from(["", "%", "days"])),
        resources=draw(RESOURCES),
        ref=draw(st.sampled_from(["", "GV.OC-01", "\u00a7 4"])),
        weight=draw(st.sampled_from([1.0, 2.0])),
    )


@st.composite
def sections(draw: st.DrawFn, key: str, depth: int) -> SectionSpec:
    below = draw(st.integers(0, 2)) if depth else 0
    asked = draw(st.sampled_from([0, 0, 1, 2, 21]))
    one = draw(questions(f"{key}-q"))
    return SectionSpec(
        kind="section",
        key=key,
        title=draw(TITLES),
        guidance=draw(st.just("") | TEXTS),
        children=tuple(draw(sections(f"{key}-{at}", depth - 1)) for at in range(below)),
        # The same question again and again, so that large frameworks are quick to make.
        questions=tuple(_again(one, at) for at in range(asked)),
    )


def _again(question: QuestionSpec, at: int) -> QuestionSpec:
    return QuestionSpec(
        **{
            name: getattr(question, name)
            for name in QuestionSpec.__dataclass_fields__
            if name != "key"
        },
        key=f"{question.key}-{at}",
    )


SCALES = st.just(DEFAULT_LEVELS) | st.lists(
    st.builds(LevelSpec, value=st.integers(-3, 100), name=TITLES, description=TEXTS),
    min_size=1,
    max_size=20,
    unique_by=lambda level: level.value,
).map(lambda levels: tuple(sorted(levels, key=lambda level: level.value)))


@st.composite
def frameworks(draw: st.DrawFn) -> FrameworkSpec:
    """A framework with any kinds of questions, texts and depths."""
    tops = draw(st.sampled_from([1, 2, 11]))
    return FrameworkSpec(
        key="framework",
        title=draw(TITLES),
        description=draw(TEXTS),
        publisher=draw(st.sampled_from(["", "Somebody"])),
        levels=draw(SCALES),
        roles=(TEAM,),
        sections=tuple(draw(sections(f"s{at}", 2 if tops < 11 else 1)) for at in range(tops)),
    )
