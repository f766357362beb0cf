"""Frameworks of every shape for tests with hypothesis, their texts as awkward as texts can be."""

from __future__ import annotations

from typing import Any, Literal

from hypothesis import strategies as st

from assessments.spec import (
    ARTIFACT_KINDS,
    DEFAULT_LEVELS,
    LENGTHS,
    QUESTION_KINDS,
    READINGS,
    RISKS,
    ROLL_UPS,
    SECTION_KINDS,
    TEAM,
    BandSpec,
    ChoiceSpec,
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    FrameworkSpec,
    GroupSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    ResponsibilitySpec,
    RiskRuleSpec,
    RoleSpec,
    SectionSpec,
)

AWKWARD = (
    "No", "yes", "null", "~", "1.10", "0o17", "1e5", "1_000", "0x1F", ".inf", "2026-01-01", "1:30",
    "true", "- item", "? key", "key: value", "# no comment", "a #b", "'", '"', "it's", "`code`",
    "*alias", "&anchor", "!tag", "%directive", "@at", "{a: b}", "[a]", "|", ">", "---", "...",
    " leading", "trailing ", "tab\there", "\ttab first", "emoji 🧭 and 👩🏽‍💻", "שלום, עולם",
    "\u202eright to left", "e\u0301", "a\u00a0b", "a\u2028b", "\u2029", "\ufeffmark", "\U0010ffff",
    "words " * 60, "x" * 300, "<<", "=", "\\", "\\n", "C:\\new", "a,b", "«»", "“quoted”",
)  # fmt: skip
"""Texts that YAML, JSON or Markdown could take for something else."""

LINES = (
    "a\r\nb", "\r\n", "\n", "\n\n\nend", "  indented first\nthen not", "end\n", "end\n\n", "a \nb",
    "# Title\n\n- point: one\n- point two\n\n```sh\n# code\n\tx = 1\n```\n", "a\n  b\n c",
    "one line\n" + "long " * 80 + "\nlast", "\n leading break", "a\rb", "| a | b |\n|---|---|\n",
    "\u2028a\nb", "trailing \n spaces \n", " \n ", "---\nfront: matter\n---\n",
)  # fmt: skip
"""Texts of several lines."""

_NO_TEXT: tuple[Literal["Cc", "Cs"], ...] = ("Cc", "Cs")
LINE = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=_NO_TEXT, include_characters="\t"), max_size=30
)
PROSE = (
    st.sampled_from(LINES)
    | LINE
    | st.text(st.characters(exclude_categories=_NO_TEXT, include_characters="\t\n\r"), max_size=30)
)


def written(noun: str, texts: st.SearchStrategy[str] = LINE) -> st.SearchStrategy[str]:
    """A text that is not empty and no longer than that noun may be."""
    return texts.map(lambda text: (text if text.strip() else f"{text}x")[-LENGTHS[noun] :])


def optional(noun: str) -> st.SearchStrategy[str]:
    """The same, or nothing."""
    return st.just("") | written(noun)


KEYS = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9_-]{0,8}\Z")
SHARES = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0])
WEIGHTS = st.just(1.0) | st.floats(0, 1000, exclude_min=True)
URLS = st.sampled_from(["https://example.org/a?b=c#d", "HTTP://example.org", "http://a/ü"])

JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | PROSE,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(written("key"), parts, max_size=3),
    max_leaves=6,
)
EXTRAS: st.SearchStrategy[dict[str, Any]] = st.just({}) | st.dictionaries(
    written("key"), JSON_VALUES, max_size=2
)

RESOURCES = st.lists(
    st.builds(ResourceSpec, written("choice"), URLS)
    | st.builds(ResourceSpec, written("choice"))
    | st.builds(ResourceSpec, st.just(""), URLS),
    max_size=2,
).map(tuple)


def _pick(draw: st.DrawFn, keys: list[str], least: int = 0) -> tuple[str, ...]:
    return tuple(draw(st.lists(st.sampled_from(keys), unique=True, min_size=least, max_size=3)))


def _few(
    draw: st.DrawFn, things: st.SearchStrategy[Any], by: str, most: int = 3
) -> tuple[Any, ...]:
    unique = st.lists(things, max_size=most, unique_by=lambda thing: getattr(thing, by))
    return tuple(draw(unique))


_CHOICES = st.builds(
    ChoiceSpec,
    key=written("choice key"),
    text=written("choice"),
    description=PROSE,
    score=st.none() | SHARES,
    none_of_these=st.booleans(),
    help=RESOURCES,
    improvement=RESOURCES,
    extra=EXTRAS,
)
_RULES = st.builds(
    RiskRuleSpec,
    st.sampled_from(["a && !b", " a||b ", "default", "(a)", "!\n(a && b)"]),
    st.sampled_from(RISKS),
    EXTRAS,
)


@st.composite
def _bands(draw: st.DrawFn) -> tuple[BandSpec, ...]:
    bounds = sorted(draw(st.sets(st.floats(-1e15, 1e15), max_size=3)))
    begins: list[float | None] = [None, *bounds] if draw(st.booleans()) else []
    return tuple(BandSpec(at_least, draw(SHARES)) for at_least in begins)


class _Maker:
    """Draws sections and questions; keys are unique in the whole."""

    def __init__(self, draw: st.DrawFn, roles: list[str], groups: list[str]) -> None:
        self._draw = draw
        self._roles = roles
        self._groups = groups
        self._taken: set[str] = set()
        self.levels: tuple[LevelSpec, ...] = DEFAULT_LEVELS

    def key(self) -> str:
        key: str = self._draw(KEYS)
        while key in self._taken:
            key += "x"
        self._taken.add(key)
        return key

    def _asked(self) -> tuple[str, ...]:
        """Who is asked, in the framework's order: the only one that the database keeps."""
        if self._draw(st.booleans()):
            return tuple(self._roles)
        asked = _pick(self._draw, self._roles, 1)
        return tuple(role for role in self._roles if role in asked)

    def question(self) -> QuestionSpec:
        draw = self._draw
        kind = draw(st.sampled_from(QUESTION_KINDS))
        chosen = kind in ("single", "multiple")
        described = draw(st.booleans())
        return QuestionSpec(
            key=self.key(),
            text=draw(written("question")),
            roles=self._asked(),
            help=draw(PROSE),
            kind=kind,
            weight=draw(WEIGHTS),
            levels=tuple(
                LevelSpec(level.value, level.name, draw(optional("level description")))
                for level in self.levels
                if described
            ),
            choices=_few(draw, _CHOICES, "key") if chosen else (),
            rules=tuple(draw(st.lists(_RULES, max_size=2))) if kind == "multiple" else (),
            bands=draw(_bands()) if kind == "number" else (),
            unit=draw(optional("unit")) if kind == "number" else "",
            tier=draw(st.none() | st.integers(0, 5)),
            resources=draw(RESOURCES),
            groups=_pick(draw, self._groups) if self._groups else (),
            ref=draw(optional("reference")),
            source_id=draw(optional("source id")),
            extra=draw(EXTRAS),
        )

    def section(self, depth: int) -> SectionSpec:
        draw = self._draw
        below = draw(st.integers(0, 2)) if depth else 0
        asked = draw(st.integers(0, 2)) if self._roles else 0
        duties = draw(st.integers(0, 2)) if self._roles else 0
        evidence = st.builds(
            ExpectedEvidenceSpec,
            KEYS,
            written("expected artifact"),
            st.sampled_from(ARTIFACT_KINDS),
            PROSE,
        )
        services = st.builds(CloudServiceSpec, written("provider"), written("cloud service"), PROSE)
        return SectionSpec(
            kind=draw(st.sampled_from(SECTION_KINDS)),
            key=self.key(),
            title=draw(written("section")),
            guidance=draw(PROSE),
            points=tuple(draw(st.lists(PROSE, max_size=2))),
            children=tuple(self.section(depth - 1) for _ in range(below)),
            questions=tuple(self.question() for _ in range(asked)),
            responsibilities=tuple(
                ResponsibilitySpec(
                    draw(st.sampled_from(self._roles)), draw(written("responsibility"))
                )
                for _ in range(duties)
            ),
            expected_evidence=_few(draw, evidence, "key", 2),
            cloud_services=_few(draw, services, "name", 2),
            weight=draw(WEIGHTS),
            resources=draw(RESOURCES),
            ref=draw(optional("reference")),
            source_id=draw(optional("source id")),
            extra=draw(EXTRAS),
        )


@st.composite
def _scales(draw: st.DrawFn) -> tuple[LevelSpec, ...]:
    values = sorted(draw(st.sets(st.integers(0, 100), min_size=2, max_size=4)))
    return tuple(
        LevelSpec(value, draw(written("level")), draw(optional("level description")))
        for value in values
    )


@st.composite
def framework_specs(draw: st.DrawFn) -> FrameworkSpec:
    """Any framework that keeps the promises of `assessments.spec`."""
    roles = (TEAM,)
    if draw(st.booleans()):
        roles = _few(draw, st.builds(RoleSpec, KEYS, written("role")), "key")
    groups = _few(
        draw,
        st.builds(GroupSpec, written("key"), written("group"), PROSE, st.booleans()),
        "key",
        2,
    )
    maker = _Maker(draw, [role.key for role in roles], [group.key for group in groups])
    maker.levels = draw(st.just(DEFAULT_LEVELS) | _scales())
    ladder = st.lists(SHARES, min_size=5, max_size=5).map(lambda shares: tuple(sorted(shares)))
    return FrameworkSpec(
        key=draw(KEYS),
        title=draw(written("framework")),
        description=draw(PROSE),
        version=draw(st.just("1.0") | optional("version")),
        publisher=draw(optional("publisher")),
        licence=draw(optional("licence")),
        attribution=draw(PROSE),
        homepage=draw(st.just("") | URLS),
        language=draw(st.sampled_from(["en", "pt-BR", "zh_Hans", "no"])),
        levels=maker.levels,
        ladder=draw(st.just(()) | ladder),
        roll_up=draw(st.sampled_from(ROLL_UPS)),
        reading=draw(st.sampled_from(READINGS)),
        roles=roles,
        groups=groups,
        sections=tuple(maker.section(2) for _ in range(draw(st.integers(0, 2)))),
        source_id=draw(optional("source id")),
        extra=draw(EXTRAS),
    )
