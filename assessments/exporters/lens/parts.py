"""A pillar, a question, a choice as JSON objects within the limits of the AWS tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.exporters.base import Change
from assessments.exporters.lens.ids import LensIds
from assessments.exporters.lens.kinds import Asked
from assessments.exporters.lens.pillars import Pillar
from assessments.exporters.lens.words import in_text, in_title, short_text, short_title
from assessments.importers.nodes import URL
from assessments.lens_limits import LONGEST_TEXT, LONGEST_TITLE, MOST
from assessments.lens_nodes import HELPFUL, IMPROVEMENT, NONE_SUFFIX, Json, rule_node
from assessments.plain_text import plain_text
from assessments.spec import ChoiceSpec, QuestionSpec, ResourceSpec


@dataclass(frozen=True, slots=True)
class Fitting:
    """Makes the objects, and notes every change with its place in the file."""

    changes: list[Change] = field(default_factory=list)
    _pillar_ids: LensIds = field(default_factory=lambda: LensIds("pillar"))
    _question_ids: LensIds = field(default_factory=lambda: LensIds("question"))

    def note(self, path: str, message: str) -> None:
        """A change at this place."""
        self.changes.append(Change(message, path=path))

    def pillar(self, pillar: Pillar, path: str) -> Json:
        """The pillar with all its questions."""
        return {
            "id": self._id(self._pillar_ids, pillar.key, path),
            "name": self.title(pillar.title, f"{path}.name", "Pillar"),
            "questions": [
                self._question(asked, f"{path}.questions[{at}]")
                for at, asked in enumerate(pillar.asked)
            ],
        }

    def title(self, text: str, path: str, otherwise: str) -> str:
        """A name or title as AWS takes it."""
        plain = in_title(text) or otherwise
        if plain != text:
            self.note(path, "Characters that AWS does not take in a title are replaced.")
        if len(plain) > LONGEST_TITLE:
            self.note(path, f"It is cut; AWS takes {LONGEST_TITLE} characters.")
        return short_title(plain)

    def text(self, text: str, path: str) -> str:
        """A description or display text as AWS takes it."""
        plain = in_text(text)
        if len(plain) > LONGEST_TEXT:
            self.note(path, f"It is cut; AWS takes {LONGEST_TEXT:,} characters.")
        return short_text(plain)

    def _id(self, ids: LensIds, wished: str, path: str) -> str:
        made = ids.take(wished)
        if made != wished:
            self.note(f"{path}.id", f"“{wished}” is called {made}.")
        return made

    def _question(self, asked: Asked, path: str) -> Json:
        question = asked.question
        for said in asked.said:
            self.note(path, said)
        node = {
            "id": self._id(self._question_ids, asked.key, path),
            "title": self.title(_titled(question), f"{path}.title", "Question"),
            **self._described(question, path),
        }
        resources = self._resources(question.resources, path)
        if len(resources) > 1:
            self.note(path, f"A question has one resource; {len(resources) - 1} are left out.")
        return {
            **node,
            **({"helpfulResource": resources[0]} if resources else {}),
            "choices": [
                self._choice(choice, f"{path}.choices[{at}]")
                for at, choice in enumerate(question.choices)
            ],
            "riskRules": [rule_node(rule) for rule in question.rules],
        }

    def _described(self, question: QuestionSpec, path: str) -> Json:
        """The help; after the whole question, where the title has no room for it."""
        parts = [question.text] if _is_long(_titled(question)) else []
        description = "\n\n".join([*parts, plain_text(question.help)])
        fitted = self.text(description, f"{path}.description")
        return {"description": fitted} if fitted else {}

    def _choice(self, choice: ChoiceSpec, path: str) -> Json:
        helping = self._resources(self._helping(choice, path), path)
        improving = self._resources(choice.improvement, path)
        if not improving and not choice.key.endswith(NONE_SUFFIX):
            self.note(path, "AWS asks for an improvement plan; the choice’s own words are it.")
            improving = [{"displayText": self.text(choice.text, path) or "Improve this."}]
        further = [
            {"type": kind, "content": self._few(resources[1:], path)}
            for kind, resources in ((HELPFUL, helping), (IMPROVEMENT, improving))
            if resources[1:]
        ]
        return {
            "id": choice.key,
            "title": self.title(choice.text, f"{path}.title", "Choice"),
            **({"helpfulResource": helping[0]} if helping else {}),
            **({"improvementPlan": improving[0]} if improving else {}),
            **({"additionalResources": further} if further else {}),
        }

    def _helping(self, choice: ChoiceSpec, path: str) -> list[ResourceSpec]:
        """What helps: before it the description, before that the whole of a long title."""
        first = [ResourceSpec(choice.text)] if _is_long(choice.text) else []
        described = plain_text(choice.description)
        if described:
            self.note(path, "Its description is written as a helpful resource.")
            first.append(ResourceSpec(described))
        return [*first, *choice.help]

    def _resources(self, resources: Sequence[ResourceSpec], path: str) -> list[Json]:
        made = []
        for resource in resources:
            url = resource.url if URL.fullmatch(resource.url) else ""
            if resource.url and not url:
                self.note(path, "An address that is none is left out.")
            text = self.text(resource.text, path) or url[:LONGEST_TEXT]
            if text:
                made.append({"displayText": text, **({"url": url} if url else {})})
        return made

    def _few(self, resources: list[Json], path: str) -> list[Json]:
        beside = len(resources) - MOST["content"]
        if beside > 0:
            self.note(path, f"It has {beside} resources more than AWS takes; they are left out.")
        return resources[: MOST["content"]]


def _titled(question: QuestionSpec) -> str:
    """The question after what its publisher calls it in print, if it does not say that itself."""
    if not question.ref or question.ref in question.text:
        return question.text
    return f"{question.ref}: {question.text}"


def _is_long(text: str) -> bool:
    return len(in_title(text)) > LONGEST_TITLE
