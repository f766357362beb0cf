"""Practice pages out: one as Markdown, or many in a zip archive with the file that places them.

What was written is read again, so that nothing is said to have come along that has not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.exporters.base import Change, Exported, ExportRefused
from assessments.exporters.differences import differences
from assessments.exporters.exchange import Plain, plain_framework, plain_roles
from assessments.exporters.page_text import page_text
from assessments.exporters.yaml_text import yaml_text
from assessments.importers.base import ImportRefused
from assessments.importers.exchange import words
from assessments.importers.exchange.pages import FILES
from assessments.importers.pages.framework import Around
from assessments.importers.plumbline import PlumblineFramework
from assessments.importers.practice_markdown import page_within
from assessments.spec import PRACTICE, FrameworkSpec, SectionSpec

FOLDER = "pages"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


class PlumblinePages:
    """The exporter to an archive of pages."""

    name = "plumbline-pages"
    label = "Practice pages, zip archive"
    suffix = ".zip"
    content_type = "application/zip"

    def fits(self, spec: FrameworkSpec) -> tuple[Change, ...]:
        """The practices that no page can hold; nothing is lost, they stand in the file beside."""
        return self.write(spec).changes

    def write(self, spec: FrameworkSpec, *, strict: bool = False) -> Exported:
        """The archive: each practice that comes back from a page as it is, on one; all else in
        `framework.yaml`. Raises ExportRefused where the archive could not be imported again."""
        pages = _Pages(spec)
        sections = pages.placed(spec.sections, plain_framework(spec).get("sections", []))
        made = {FILES[0]: yaml_text(_whole(spec, sections)).encode(), **pages.files}
        data = _packed(made)
        _check(data, spec)
        return Exported(data, tuple(pages.changes))


@dataclass(slots=True)
class _Pages:
    """The pages of a framework, and the practices that stay in the file beside them."""

    spec: FrameworkSpec
    files: dict[str, bytes] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def placed(self, sections: Sequence[SectionSpec], plain: Sequence[Plain]) -> list[Plain]:
        """The sections as they stand in the file: a page where one holds the section."""
        return [
            self._one(section, written) for section, written in zip(sections, plain, strict=True)
        ]

    def _one(self, section: SectionSpec, written: Plain) -> Plain:
        if section.kind == PRACTICE:
            name = f"{FOLDER}/{section.key}.md"
            data = page_text(section, {one.key: one.name for one in self.spec.roles}).encode()
            reason = _reason_against(data, section, self.spec)
            if reason is None:
                self.files[name] = data
                return {"page": name}
            self.changes.append(Change(f"It stays in {FILES[0]}. {reason}", section.key))
        elif section.children:
            return written | {"children": self.placed(section.children, written["children"])}
        return written


def _reason_against(data: bytes, section: SectionSpec, spec: FrameworkSpec) -> str | None:
    """Why the page does not hold the section; None where it does."""
    groups = tuple(group.key for group in spec.groups)
    try:
        found = page_within(data, Around(spec.levels, spec.roles, groups))
    except ImportRefused as refused:
        return f"A page cannot hold it. {refused.problems[0].message}"
    if not set(found.roles) <= set(spec.roles):
        return "On a page its roles would be others."
    change = next(differences(section, found.practice), None)
    return f"A page would not keep it as it is. {change}" if change else None


def _whole(spec: FrameworkSpec, sections: list[Plain]) -> Plain:
    """The file beside the pages. It always says the roles, since pages go by them."""
    made: dict[str, Any] = plain_framework(spec) | {"roles": plain_roles(spec)}
    if sections:
        made["sections"] = sections
    return {name: made[name] for name in words.FRAMEWORK if name in made}


def _packed(files: dict[str, bytes]) -> bytes:
    """A zip archive, the same bytes for the same files on any machine, so nothing is compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.create_system, info.external_attr = 3, _PLAIN_FILE
            archive.writestr(info, data)
    return packed.getvalue()


def _check(data: bytes, spec: FrameworkSpec) -> None:
    try:
        again = PlumblineFramework().read(data, "framework.zip").spec
    except ImportRefused as refused:
        raise ExportRefused(f"This could not be imported again. {refused.problems[0]}") from None
    for change in differences(spec, again):
        raise ExportRefused(f"It would not come back the same. {change}")
