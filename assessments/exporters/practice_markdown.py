"""A framework of one practice as a practice page in Markdown, which is also how one is written.

The page is read again as the importer would, and every field that does not come back as it was is
told as a change.
"""

from __future__ import annotations

from assessments.exporters.base import Change, Exported, ExportRefused
from assessments.exporters.differences import differences
from assessments.exporters.exchange import Flow
from assessments.exporters.page_text import page_text
from assessments.exporters.yaml_text import yaml_text
from assessments.importers.base import ImportRefused
from assessments.importers.practice_markdown import PracticeMarkdown as PageImporter
from assessments.importers.wording import one_line
from assessments.spec import DEFAULT_LEVELS, PRACTICE, FrameworkSpec, LevelSpec

_TEXTS = ("description", "publisher", "licence", "attribution", "homepage")
_USUAL = FrameworkSpec(key="", title="")


class PracticeMarkdown:
    """The exporter to one practice page."""

    name = "practice-markdown"
    label = "Practice page, Markdown"
    suffix = ".md"
    content_type = "text/markdown"

    def fits(self, spec: FrameworkSpec) -> tuple[Change, ...]:
        """What has no place on the page. Raises ExportRefused for all but one whole practice."""
        return self.write(spec).changes

    def write(self, spec: FrameworkSpec, *, strict: bool = False) -> Exported:
        """The page, strict or not. Raises ExportRefused where it could not be imported."""
        if [section.kind for section in spec.sections] != [PRACTICE]:
            raise ExportRefused(
                "A page is one practice, and this framework is more or other than that. "
                "An archive of pages holds it."
            )
        roles = {role.key: role.name for role in spec.roles}
        text = f"---\n{yaml_text(_facts(spec))}---\n\n{page_text(spec.sections[0], roles)}"
        data = text.encode()
        try:
            again = PageImporter().read(data, "page.md").spec
        except ImportRefused as refused:
            raise ExportRefused(f"It does not fit on a page. {refused.problems[0]}") from None
        return Exported(data, tuple(differences(spec, again)))


def _facts(spec: FrameworkSpec) -> dict[str, object]:
    """The front matter; what is as usual is left out."""
    facts: dict[str, object] = {"key": spec.key, "title": one_line(spec.title)}
    for name in ("version", "language", *_TEXTS, "roll_up", "reading"):
        value = one_line(getattr(spec, name))
        if value != getattr(_USUAL, name):
            facts[name] = value
    if spec.levels != DEFAULT_LEVELS:
        facts["levels"] = [_level(level) for level in spec.levels]
    top = spec.levels[-1].value
    values = {level.value / top: level.value for level in spec.levels}
    if spec.ladder and all(share in values for share in spec.ladder):
        facts["ladder"] = Flow(values[share] for share in spec.ladder)
    return facts


def _level(level: LevelSpec) -> object:
    name, description = one_line(level.name), one_line(level.description)
    return {name: description} if description else name
