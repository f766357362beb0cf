"""Whatever the bytes: a framework that keeps its promises, or a refusal with problems."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import importers
from assessments.importers import ImportRefused, Problem
from assessments.spec import FrameworkSpec
from tests.assessments.importers.pages import FILES, MARKDOWN, TEXT
from tests.assessments.importers.promises import check_promises
from tests.assessments.lenses import GOOD, as_bytes
from tests.depth import examples
from tests.effort import at_most

PAGES = [
    MARKDOWN,
    TEXT,
    *(file.read_text("utf-8") for file in sorted(FILES.iterdir())),
    as_bytes(GOOD).decode(),
]
NAMES = st.sampled_from(["page.md", "page.txt", "page", "lens.json"])
SNIPPETS = st.sampled_from(
    [
        "#", "## ", "### ", "- ", "  - ", "• ", "0. ", "---\n", "```\n", "{", "}", "{#a}",
        "{roles=a}", "\n", "\n\n", "\r", "\u2028", "\u00a0", "\ufeff", ":", "?", "(policy)", "\x00",
        "Best practices\n", "## Evidence\n", "Table of contents\n", "key: a\n", "levels: [a, b]\n",
        "&a [*a]", "!!python/object:x", "\u202e", "9" * 400, "Version 2\n",
    ]
)  # fmt: skip


def check(data: bytes, filename: str) -> None:
    spec, problems = outcome(data, filename)
    if spec is None:
        lines = [problem.line for problem in problems if problem.line is not None]
        ends = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        assert problems
        assert all(1 <= line <= ends + 1 for line in lines)
    else:
        check_promises(spec)


def outcome(data: bytes, filename: str) -> tuple[FrameworkSpec | None, tuple[Problem, ...]]:
    try:
        return importers.read(data, filename)[1].spec, ()
    except ImportRefused as refused:
        return None, refused.problems


@st.composite
def broken_pages(draw: st.DrawFn) -> str:
    """A good page with a few of its lines cut, moved, doubled or broken."""
    lines = draw(st.sampled_from(PAGES)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["cut", "double", "swap", "insert", "replace"])):
            case "cut" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[0] = lines[0], lines[at]
            case "insert":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(SNIPPETS) + lines[at][column:]
            case _:
                lines[at] = draw(st.text(max_size=40))
    return "\n".join(lines)


@settings(deadline=None)
@given(st.binary(max_size=300), NAMES)
def test_any_bytes_are_read_or_refused(data: bytes, filename: str) -> None:
    check(data, filename)


@settings(deadline=None)
@given(st.lists(SNIPPETS | st.text(max_size=8), max_size=40), NAMES)
def test_any_marks_are_read_or_refused(parts: list[str], filename: str) -> None:
    check("".join(parts).encode("utf-8", "replace"), filename)


@settings(max_examples=examples(100))
@given(broken_pages(), NAMES)
def test_any_broken_page_is_read_or_refused(page: str, filename: str) -> None:
    check(page.encode("utf-8", "replace"), filename)


@pytest.mark.parametrize("filename", ["page.md", "page.txt"])
@pytest.mark.parametrize(
    "unit",
    ["a", " ", "{", "}", "{a=", "- ", "#", "* * ", "a: ", "(", "```", "\u2022", "0. ", "_", "**"],
)
def test_a_megabyte_of_one_mark_comes_to_an_end(unit: str, filename: str) -> None:
    page = TEXT if filename.endswith(".txt") else MARKDOWN
    long = unit * (1_000_000 // len(unit))
    with at_most():  # what is quadratic takes many minutes
        check(page.replace("Cares.", f"Cares. {long}").encode(), filename)
        check(page.replace("Backups\n", f"Backups\n{long}\n", 1).encode(), filename)
