"""What the AWS tool would not take of a custom lens. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.lens_limits import ID, LONGEST_TEXT, LONGEST_TITLE, MOST, strange_in_title
from assessments.lint.marks import Mark
from assessments.lint.rules import Found
from assessments.plain_text import plain_text
from assessments.spec import FrameworkSpec, QuestionSpec, SectionSpec


def of_lens(spec: FrameworkSpec) -> Iterator[Mark]:
    """Marks on the lens as a whole; those on its parts are for `of_pillar` and `of_question`."""
    found = [*_count("pillars", len(spec.sections)), *_title(spec.title), *_text(spec.description)]
    yield from (one.at("", "") for one in found)


def of_pillar(section: SectionSpec) -> Iterator[Found]:
    """Marks on a pillar itself."""
    yield from _count("questions", len(section.questions))
    yield from _title(section.title)
    yield from _id(section.source_id or section.key)


def of_question(question: QuestionSpec) -> Iterator[Found]:
    """Marks on a question and its choices."""
    yield from _count("choices", len(question.choices))
    yield from _count("riskRules", len(question.rules))
    yield from _title(question.text)
    yield from _text(plain_text(question.help))
    yield from _id(question.source_id or question.key)
    for choice in question.choices:
        yield from _title(choice.text, choice.key)
        yield from _id(choice.key, choice.key)
        if not choice.improvement and not choice.none_of_these:
            fix = "Say what to do where it is not ticked."
            message = f"“{choice.text}” has no improvement plan."
            yield Found("lens-plan", message, "", fix, choice.key)


WORDS = {"riskRules": "rules"}


def _count(name: str, number: int) -> Iterator[Found]:
    if number > MOST[name]:
        words = WORDS.get(name, name)
        message = f"There are {number} {words}; the AWS tool takes {MOST[name]}."
        yield Found("lens-count", message, fix="Part it in two.")


def _title(text: str, choice: str = "") -> Iterator[Found]:
    if len(text) > LONGEST_TITLE:
        message = f"“{text[:60]}…” has {len(text)} characters; the AWS tool takes {LONGEST_TITLE}."
        yield Found("lens-length", message, "", "Say it in fewer words.", choice)
    if strange := strange_in_title(text):
        message = f"“{text[:60]}” holds {' '.join(strange)}."
        yield Found("lens-characters", message, "", "Write it without.", choice)


def _text(text: str) -> Iterator[Found]:
    if len(text) > LONGEST_TEXT:
        message = f"The description has {len(text)} characters; the AWS tool takes {LONGEST_TEXT}."
        yield Found("lens-length", message, fix="Move some of it to a helpful resource.")


def _id(written: str, choice: str = "") -> Iterator[Found]:
    if not ID.fullmatch(written):
        yield Found("lens-id", f"The id “{written[:80]}” has another form.", "", "", choice)
