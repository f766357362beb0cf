"""Every state in the product: its shape, its tone and its word. Colour never speaks alone."""

from __future__ import annotations

from dataclasses import dataclass

from charts import palette
from charts.svg import element, text


@dataclass(frozen=True)
class State:
    """How a state is shown. ``tone`` names a colour, ``shape`` a drawing, ``word`` says it."""

    tone: str
    shape: str
    word: str


STATES: dict[str, State] = {
    # signals
    "pass": State("pass", "disc", "Passes"),
    "warn": State("warn", "diamond", "Warns"),
    "fail": State("fail", "triangle", "Fails"),
    "no_data": State("quiet", "ring", "No data"),
    "stale": State("quiet", "half", "Stale"),
    "error": State("quiet", "cross", "Error"),
    # evidence
    "draft": State("quiet", "ring", "Draft"),
    "submitted": State("open", "half", "Submitted"),
    "accepted": State("pass", "disc", "Accepted"),
    "returned": State("warn", "diamond", "Returned"),
    "expiring": State("warn", "diamond", "Expiring"),
    "expired": State("fail", "triangle", "Expired"),
    "withdrawn": State("quiet", "bar", "Withdrawn"),
    "missing": State("quiet", "ring", "Missing"),
    # addresses of evidence
    "answers": State("pass", "disc", "It answers"),
    "sign_in": State("quiet", "half", "It asks for a sign-in"),
    "gone": State("fail", "triangle", "It is gone"),
    "silent": State("warn", "diamond", "It does not answer"),
    "refused": State("quiet", "bar", "The network guard refuses it"),
    # answers
    "answered": State("pass", "disc", "Answered"),
    "unanswered": State("quiet", "ring", "Unanswered"),
    "not_applicable": State("quiet", "bar", "Not applicable"),
    "dont_know": State("quiet", "dot", "Don't know"),
    "waived": State("quiet", "bar", "Waived"),
    # assessments
    "open": State("open", "half", "Open"),
    "in_review": State("open", "half", "In review"),
    "approved": State("pass", "disc", "Approved"),
    "published": State("pass", "disc", "Published"),
    # findings
    "due_soon": State("warn", "diamond", "Due soon"),
    "overdue": State("fail", "triangle", "Overdue"),
    "resolved": State("pass", "disc", "Resolved"),
    # jobs
    "queued": State("quiet", "ring", "Waiting"),
    "running": State("open", "half", "Running"),
    "done": State("pass", "disc", "Done"),
    "failed": State("fail", "triangle", "Failed"),
}

COLOURS = {
    "pass": palette.PASSING,
    "warn": palette.WARNING,
    "fail": palette.FAILING,
    "quiet": palette.QUIET,
    "open": palette.ACCENT,
}

MARKED = '<circle cx="5" cy="5" r="4" fill="none" stroke-width="1.5"/>'
DRAWINGS = {
    "disc": '<circle cx="5" cy="5" r="4.5"/>',
    "diamond": '<path d="M5 0l5 5-5 5-5-5z"/>',
    "triangle": '<path d="M5 .5l5 9h-10z"/>',
    "ring": MARKED,
    "half": MARKED + '<path d="M5 1a4 4 0 0 1 0 8z"/>',
    "bar": MARKED + '<path d="M3 5h4" stroke-width="1.5"/>',
    "cross": MARKED + '<path d="M3.4 3.4l3.2 3.2m0-3.2L3.4 6.6" stroke-width="1.2"/>',
    "dot": MARKED + '<circle cx="5" cy="5" r="1.3"/>',
}


def known(kind: str) -> State:
    """The state of that name; a name nobody described is quiet and says itself."""
    return STATES.get(kind) or State("quiet", "ring", kind.replace("_", " ").capitalize())


def shape(kind: str, *, title: str = "") -> str:
    """The drawing of a state, 10 by 10.

    It is decoration, for the word stands beside it; with ``title`` it has a text alternative,
    which a PDF for everyone needs of every picture.
    """
    state = known(kind)
    colour = COLOURS[state.tone]
    drawing = element("g", DRAWINGS[state.shape], fill=colour, stroke=colour, stroke_width=0)
    role = f'role="img"><title>{text(title)}</title>' if title else 'aria-hidden="true">'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="shape" width="10" height="10" '
        f'viewBox="0 0 10 10" {role}{drawing}</svg>'
    )
