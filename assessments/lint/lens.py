"""What the AWS tool would not take of a custom lens. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.lens_limits import ID, LONGEST_TEXT, LONGEST_TITLE, MOST, strange_in_title
from assessments.lint.found import Found
from assessments.plain_text import plain_text
from assessments.spec import ChoiceSpec, FrameworkSpec, QuestionSpec, SectionSpec


def of_lens(spec: FrameworkSpec) -> Iterator[Found]:
    """Marks on the lens as a whole; those on its parts are for `of_pillar` and `of_question`."""
    yield from _count("pillars", len(spec.sections))
    yield from _title(spec.title)
    yield from _text(spec.description)


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
    for resource in question.resources:
        yield from _text(resource.text, "A resource")
    yield from _id(question.source_id or question.key)
    for choice in question.choices:
        yield from _of_choice(choice)


def _of_choice(choice: ChoiceSpec) -> Iterator[Found]:
    yield from _title(choice.text, choice.key)
    for resource in (*choice.help, *choice.improvement):
        yield from _text(resource.text, "A resource", choice.key)
    yield from _id(choice.key, choice.key)
    if not choice.improvement and not choice.none_of_these:
        fix = "Say what to do where it is not ticked."
        message = f"“{choice.text}” has no improvement plan."
        yield Found("lens-plan", message, "", fix, choice.key)


_WORDS = {"riskRules": "rules"}


def _count(name: str, number: int) -> Iterator[Found]:
    if number > MOST[name]:
        words = _WORDS.get(name, name)
        message = f"There are {number} {words}; the AWS tool takes {MOST[name]}."
        yield Found("lens-count", message, fix="Part it in two.")


def _title(text: str, choice: str = "") -> Iterator[Found]:
    if len(text) > LONGEST_TITLE:
        message = f"“{text[:60]}…” has {len(text)} characters; the AWS tool takes {LONGEST_TITLE}."
        yield Found("lens-length", message, "", "Say it in fewer words.", choice)
    if strange := strange_in_title(text):
        message = f"“{text[:60]}” holds {' '.join(strange)}."
        yield Found("lens-characters", message, "", "Write it without.", choice)


def _text(text: str, what: str = "The description", choice: str = "") -> Iterator[Found]:
    if len(text) > LONGEST_TEXT:
        message = f"{what} has {len(text):,} characters; the AWS tool takes {LONGEST_TEXT:,}."
        fix = "Say it in fewer words, or lead on to a page that says it."
        yield Found("lens-length", message, f"“{text[:60]}…”", fix, choice)


def _id(written: str, choice: str = "") -> Iterator[Found]:
    if not ID.fullmatch(written):
        message = f"The id “{written[:80]}” has another form."
        fix = "Use letters, digits and underscores, 3 to 128 of them, and in the rules too."
        yield Found("lens-id", message, "", fix, choice)
