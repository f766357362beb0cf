"""On which line of its file each part of a framework begins, where the file can tell. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from assessments.spec import FrameworkSpec, QuestionSpec, SectionSpec

Path = tuple[str | int, ...]
"""Where a part stands in a document: names of fields and places in lists, from the top."""

LISTS = {"pillars": "", "sections": "children"}
"""The list of the top sections in a lens and in our own format, and that of the sections below."""


def lines_of(spec: FrameworkSpec, line_of: Callable[[Path], int | None]) -> Mapping[str, int]:
    """By the path of a mark, the line; without those that `line_of` cannot tell.

    Files of other formats are laid out otherwise: of them, and of archives, nothing is found.
    """
    top = next((name for name in LISTS if line_of((name, 0)) is not None), None)
    if top is None:
        return {}
    parts = [("", ()), *_sections(spec.sections, (top,), LISTS[top])]
    return {part: line for part, place in parts if (line := line_of(place)) is not None}


def _sections(
    sections: Sequence[SectionSpec], above: Path, below: str
) -> Iterator[tuple[str, Path]]:
    for number, section in enumerate(sections):
        place = (*above, number)
        yield section.key, place
        for asked, question in enumerate(section.questions):
            yield from _question(section.key, question, (*place, "questions", asked))
        yield from _sections(section.children, (*place, below), below)


def _question(section: str, question: QuestionSpec, place: Path) -> Iterator[tuple[str, Path]]:
    yield f"{section}/{question.key}", place
    for number, choice in enumerate(question.choices):
        yield f"{section}/{question.key}/{choice.key}", (*place, "choices", number)
