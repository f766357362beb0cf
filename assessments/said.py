"""What somebody says to a question, as a value of its own, before and after it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from assessments.models import Settlement, Standing
from assessments.models.answer import Saying
from assessments.rules import Ticks


class PickState(StrEnum):
    """What is said of one choice of several. `open`: not ticked."""

    TICKED = "ticked"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Pick:
    """What is said of one choice, by its key."""

    choice: str
    state: str = PickState.TICKED
    note: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> Pick:
        """A pick as it stands in the database."""
        return cls(stored["choice"], stored["state"], stored.get("note", ""))


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to a question. By its kind: `value` is a level, or 1 for yes and 0 for no;
    `picks` are choices; `number` and `text` are what their names say. `reason` is why the question
    does not apply."""

    standing: str
    value: int | None = None
    note: str = ""
    reason: str = ""
    picks: tuple[Pick, ...] = ()
    number: float | None = None
    text: str = ""

    @classmethod
    def of(cls, row: Saying) -> Said:
        """What an answer, or a version of one, says."""
        return cls(
            row.standing, row.value, row.note, row.reason, _picks(row.picks), row.number, row.text
        )

    @classmethod
    def settled(cls, row: Settlement) -> Said:
        """What a lead decided, as if a role had said it."""
        return cls(Standing.ANSWERED, row.value, picks=_picks(row.picks), number=row.number)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys of the choices that are ticked."""
        return tuple(pick.choice for pick in self.picks if pick.state == PickState.TICKED)

    @property
    def ticks(self) -> Ticks:
        """What is said of the choices, as risk rules take it."""
        marked = (one.choice for one in self.picks if one.state == PickState.NOT_APPLICABLE)
        return Ticks(frozenset(self.ticked), frozenset(marked))

    @property
    def decided(self) -> bool:
        """Whether any choice is ticked or marked as not applicable."""
        return any(pick.state != PickState.OPEN for pick in self.picks)

    @property
    def fields(self) -> dict[str, Any]:
        """As the fields of an answer or a version of one."""
        plain = {name: getattr(self, name) for name in PLAIN}
        return plain | {"picks": [asdict(pick) for pick in self.picks]}


PLAIN = ("standing", "value", "note", "reason", "number", "text")


def _picks(stored: list[dict[str, str]]) -> tuple[Pick, ...]:
    return tuple(Pick.of(one) for one in stored)
