"""What lint says: marks, each with a stable code. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is: answers come out wrong, it is likely a mistake, or it is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: how bad it is, what it is called, and why it matters."""

    severity: Severity
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that is wrong, with the smallest example of it and a way to mend it.

    `section`, `question` and `choice` are keys, empty where the mark is not on one; `path` is those
    of them that there are, with slashes between.
    """

    code: str
    message: str
    example: str = ""
    fix: str = ""
    section: str = ""
    question: str = ""
    choice: str = ""

    @property
    def severity(self) -> Severity:
        """As its code has it; a code of an older Plumbline is a note."""
        known = CODES.get(self.code)
        return known.severity if known else Severity.NOTE

    def values(self) -> dict[str, str]:
        """The mark as plain values, to be stored and sent: its fields, severity and path."""
        return {**asdict(self), "severity": str(self.severity), "path": self.path}

    @property
    def path(self) -> str:
        """Where it is; empty for the whole framework."""
        return "/".join(part for part in (self.section, self.question, self.choice) if part)


ERROR, WARNING, NOTE = Severity

CODES: dict[str, Code] = {
    "rule-unreadable": Code(
        ERROR,
        "A condition cannot be read",
        "The rule is passed over, so that the question comes out as if it were not there.",
    ),
    "rule-unknown-choice": Code(
        ERROR,
        "A condition speaks of a choice that is not there",
        "It counts as never ticked. Mostly a choice was renamed and its rule forgotten.",
    ),
    "outcome-unreachable": Code(
        ERROR,
        "A risk that the rules name can never come out",
        "However one answers, another rule is true first, or its condition is never true. A "
        "question that can never come out as high risk warns nobody.",
    ),
    "rule-after-default": Code(
        ERROR,
        "A rule stands after the default",
        "The default is always true, so that nothing below it is ever looked at.",
    ),
    "rule-never-first": Code(
        WARNING,
        "A rule is never the first that is true",
        "Other rules cover all that it covers. The same risk comes out by another rule, so the "
        "result is right, and the rule is only in the way.",
    ),
    "rule-no-default": Code(
        WARNING,
        "There is no default",
        "An answer for which no rule is true has no risk of its own. Plumbline counts it as high; "
        "other tools may do otherwise.",
    ),
    "rule-mixed-operators": Code(
        WARNING,
        "&& and || are mixed without brackets",
        "Which of them comes first is nowhere published. Plumbline takes && first; brackets make "
        "it certain.",
    ),
    "risk-twice": Code(
        WARNING,
        "Two rules name the same risk",
        "The AWS tool takes one rule for each risk.",
    ),
    "choice-dead": Code(
        WARNING,
        "Ticking a choice changes nothing",
        "Whatever else is ticked, the risk is the same with it and without it: nobody gains by "
        "doing what it says.",
    ),
    "answer-non-monotone": Code(
        WARNING,
        "A good practice makes the answer worse",
        "Ticking one more choice raises the risk. That is meant where the choice is a bad sign; "
        "else a rule forgets a combination. “None of these” is left out here.",
    ),
    "none-not-exclusive": Code(
        NOTE,
        "“None of these” does not stand alone",
        "The rules still count what is ticked beside it. Under the strict reading that cannot be "
        "saved; the AWS tool takes it.",
    ),
    "outcome-constant": Code(
        NOTE,
        "Every answer comes out the same",
        "The question is a plain survey: it never says anything about risk.",
    ),
    "rules-not-evaluated": Code(
        NOTE,
        "Too many choices to try every answer",
        "Up to 15 choices are tried in every combination; with more, only the conditions are read.",
    ),
    "choices-missing": Code(
        ERROR,
        "A question to choose from has no choices",
        "Nobody can answer it.",
    ),
    "choices-alike": Code(
        WARNING,
        "Two choices of a question say the same",
        "People cannot know which of them to tick.",
    ),
    "choice-unscored": Code(
        WARNING,
        "No choice of the question has a score",
        "The answer claims nothing, so the question does not count.",
    ),
    "rules-missing": Code(
        NOTE,
        "A question of many choices has no risk rules",
        "Its level is the share of its scored choices that are ticked; without scores it does not "
        "count.",
    ),
    "bands-missing": Code(
        WARNING,
        "A number has no bands",
        "Nothing says which number is good, so the question does not count.",
    ),
    "bands-not-rising": Code(
        ERROR,
        "The bands of a number do not rise",
        "A band below the one before it is never reached.",
    ),
    "levels-incomplete": Code(
        WARNING,
        "Some levels are described, others not",
        "People guess what the level without words means.",
    ),
    "question-twice": Code(
        WARNING,
        "Two questions ask the same",
        "People answer it twice, perhaps differently, and it counts twice.",
    ),
    "section-empty": Code(
        NOTE,
        "A section holds nothing",
        "There is no question, no text and no section in it.",
    ),
    "url-odd": Code(
        WARNING,
        "An address leads nowhere",
        "It is empty, relative, not http or https, or has spaces in it or around it, so a browser "
        "may not open it.",
    ),
    "lens-count": Code(
        NOTE,
        "More parts than the AWS tool takes",
        "A lens has at most 10 pillars, a pillar 20 questions, a question 15 choices and 3 rules.",
    ),
    "lens-length": Code(
        NOTE,
        "A text is longer than the AWS tool takes",
        "Names and titles have at most 128 characters, other texts 2,048.",
    ),
    "lens-id": Code(
        NOTE,
        "An id has another form than the AWS tool takes",
        "Ids are 3 to 128 letters, digits and underscores.",
    ),
    "lens-characters": Code(
        NOTE,
        "A title holds characters that the AWS tool refuses",
        "Titles hold letters, digits, spaces and - _ . , : / ( ) @ ! & # + ' ?",
    ),
    "lens-plan": Code(
        NOTE,
        "A choice has no improvement plan",
        "The AWS tool asks for one, except for “none of these”.",
    ),
}
"""Every code. Codes never change their meaning; new ones are added."""
