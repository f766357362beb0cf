"""Frameworks whose practices are as a page would have them, for tests with hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from assessments.spec import (
    ARTIFACT_KINDS,
    BEST_PRACTICE,
    DEFAULT_LEVELS,
    PRACTICE,
    QUESTION_KINDS,
    RISKS,
    BandSpec,
    ChoiceSpec,
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    ResponsibilitySpec,
    RiskRuleSpec,
    RoleSpec,
    SectionSpec,
)

_WORDS = (
    "backups", "every night", "who", "the plan, as written", "(or not)", "it's done", "Ünïcode",
    "50 %", "a/b", "e.g. tape", "שלום", "🧭", "it is 3", "“quoted”", "semi; colon",
)  # fmt: skip
_PARAGRAPHS = (
    "A backup that nobody restored is a *hope*.", "Let machines do it.\nAnd watch them.",
    "```sh\n# no heading\n```", "| a | b |\n|---|---|", "1. first\n2. second",
)  # fmt: skip
_RESOURCES = st.sampled_from(
    [
        ResourceSpec("Where it says so", "https://example.org/a?b=c#d"),
        ResourceSpec("Write it down."),
        ResourceSpec(url="https://example.org"),
    ]
)
_MANY = st.lists(_RESOURCES, max_size=2).map(tuple)
_SCORES = st.sampled_from([0.0, 0.25, 0.5, 1.0])
_WEIGHTS = st.sampled_from([1.0, 2.0, 0.5])


class _Maker:
    """Draws practices; a number in every title and key makes each unique."""

    def __init__(self, draw: st.DrawFn, roles: list[str]) -> None:
        self._draw = draw
        self._roles = roles
        self._count = 0

    def text(self) -> str:
        self._count += 1
        words = self._draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3))
        return f"{' '.join(words)} {self._count}"

    def key(self) -> str:
        self._count += 1
        return f"k{self._count}"

    def practice(self) -> SectionSpec:
        draw = self._draw
        return SectionSpec(
            kind=PRACTICE,
            key=self.key(),
            title=self.text(),
            guidance=self._prose(),
            children=tuple(self._best_practice() for _ in range(draw(st.integers(0, 2)))),
            questions=tuple(self._question() for _ in range(draw(st.integers(1, 3)))),
            responsibilities=tuple(
                ResponsibilitySpec(role, self.text())
                for role in self._roles
                for _ in range(draw(st.integers(1, 2)))
            ),
            expected_evidence=self._evidence(),
            cloud_services=tuple(
                CloudServiceSpec(provider, self.text(), self.text())
                for provider in draw(st.sampled_from([(), ("AWS",), ("AWS", "Azure")]))
            ),
            weight=draw(_WEIGHTS),
            ref=draw(st.sampled_from(["", "GV.OC-01"])),
        )

    def _best_practice(self) -> SectionSpec:
        points = tuple(self.text() for _ in range(self._draw(st.integers(1, 2))))
        bullets = "\n".join(f"- {point}" for point in points)
        return SectionSpec(
            kind=BEST_PRACTICE,
            key=self.key(),
            title=self.text(),
            guidance=f"{self.text()}\n\n{bullets}",
            points=points,
            questions=tuple(self._question() for _ in range(self._draw(st.integers(0, 2)))),
            expected_evidence=self._evidence(),
            weight=self._draw(_WEIGHTS),
        )

    def _evidence(self) -> tuple[ExpectedEvidenceSpec, ...]:
        kinds = self._draw(st.lists(st.sampled_from(ARTIFACT_KINDS), max_size=2))
        return tuple(
            ExpectedEvidenceSpec(self.key(), self.text(), kind, self.text()) for kind in kinds
        )

    def _prose(self) -> str:
        return "\n\n".join(self._draw(st.lists(st.sampled_from(_PARAGRAPHS), max_size=2)))

    def _question(self) -> QuestionSpec:
        draw = self._draw
        kind = draw(st.sampled_from(QUESTION_KINDS))
        choices: tuple[ChoiceSpec, ...] = ()
        if kind in ("single", "multiple"):
            choices = tuple(self._choice() for _ in range(draw(st.integers(1, 3))))
        one = st.integers(1, len(self._roles)) if self._roles else st.just(1)
        return QuestionSpec(
            key=self.key(),
            text=self.text(),
            roles=tuple(self._roles[: draw(one)]),
            help=self._draw(st.sampled_from(["", "Look it up.", "Two.\n\nParagraphs."])),
            kind=kind,
            weight=draw(_WEIGHTS),
            levels=tuple(
                LevelSpec(level.value, level.name, self.text()) for level in DEFAULT_LEVELS
            )
            if kind == "level" and draw(st.booleans())
            else (),
            choices=choices,
            rules=self._rules(choices) if kind == "multiple" else (),
            bands=(BandSpec(None, 0.0), BandSpec(-1.5, 0.5), BandSpec(80.0, 1.0))
            if kind == "number" and draw(st.booleans())
            else (),
            unit=draw(st.sampled_from(["", "%", "hours a day"])) if kind == "number" else "",
            tier=draw(st.sampled_from([None, 2])),
            ref=draw(st.sampled_from(["", "1.2 (b)"])),
        )

    def _choice(self) -> ChoiceSpec:
        draw = self._draw
        return ChoiceSpec(
            key=self.key(),
            text=self.text(),
            description=draw(st.sampled_from(["", "More.", "A:\n\n- list\n\n```\nx\n```"])),
            score=draw(st.none() | _SCORES),
            none_of_these=draw(st.booleans()),
            help=draw(_MANY),
            improvement=draw(_MANY),
        )

    def _rules(self, choices: tuple[ChoiceSpec, ...]) -> tuple[RiskRuleSpec, ...]:
        ids = [choice.key for choice in choices]
        conditions = [" && ".join(ids), f"!{ids[0]} || ({ids[-1]})", "default"]
        return tuple(
            RiskRuleSpec(condition, risk)
            for condition, risk in zip(conditions, reversed(RISKS), strict=True)
        )


@st.composite
def page_specs(draw: st.DrawFn) -> FrameworkSpec:
    """A framework of one to three practices, the second and third below a pillar."""
    roles = (RoleSpec("owner", "Owner"), RoleSpec("engineer", "Engineer, on call"))
    maker = _Maker(draw, [role.key for role in roles])
    first = maker.practice()
    below = tuple(maker.practice() for _ in range(draw(st.integers(0, 2))))
    pillar = SectionSpec("pillar", "pillar", "Pillar", children=below)
    return FrameworkSpec(
        key="pages",
        title="Pages: all of them",
        description="What they say.",
        attribution="By those who wrote them.",
        homepage="https://example.org",
        version=draw(st.sampled_from(["1.0", "1.10", "2026-11"])),
        ladder=draw(st.sampled_from([(), (0.2, 0.4, 0.6, 0.8, 1.0)])),
        roll_up=draw(st.sampled_from(["mean", "gated"])),
        reading=draw(st.sampled_from(["aws", "strict"])),
        roles=roles,
        sections=(first, pillar) if below else (first,),
    )
