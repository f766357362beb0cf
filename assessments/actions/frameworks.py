"""Importing frameworks, each all or nothing, and deleting one that nobody uses."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from assessments import framework_rows, importers
from assessments.importers.outline import Counts, counts, tree
from assessments.models import Framework
from assessments.spec import FrameworkSpec
from organizations import audit
from organizations.models import Organization, User
from organizations.policies import Verb, require, require_operator
from organizations.refusals import Conflict, Forbidden, Invalid

LIBRARY = Path(__file__).resolve().parent.parent / "library"
"""The frameworks that come with Plumbline, a practice page each."""


class FileRefused(Invalid):
    """The file is not a framework that can be taken. `problems` says where and why."""

    def __init__(self, refusal: importers.ImportRefused) -> None:
        super().__init__("The file was not imported, and nothing was changed.", "file")
        self.problems = refusal.problems


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring in: the tree and its counts.

    `existing` has the same bytes already; `taken` has the same version with other content, so
    that an import would be refused.
    """

    format: str
    spec: FrameworkSpec
    sha256: str
    existing: Framework | None
    taken: Framework | None

    @property
    def counts(self) -> Counts:
        """How many of each thing come in."""
        return counts(self.spec)

    @property
    def tree(self) -> str:
        """The framework as an indented tree."""
        return tree(self.spec)


@dataclass(frozen=True, slots=True)
class Imported:
    """The framework, and whether this import made it or found it there already."""

    framework: Framework
    created: bool


def preview(
    *, data: bytes, filename: str, organization: Organization | None, by: User | None
) -> Preview:
    """Read the file and say what would come in; writes nothing. Raises FileRefused."""
    _require(organization, by)
    try:
        found, taken_in = importers.read(data, PurePath(filename).name)
    except importers.ImportRefused as refusal:
        raise FileRefused(refusal) from refusal
    sha256 = hashlib.sha256(data).hexdigest()
    spec = taken_in.spec
    there = Framework.objects.filter(organization=organization)
    existing = there.filter(source_sha256=sha256).first()
    taken = there.filter(key=spec.key, version=spec.version).first()
    return Preview(found, spec, sha256, existing, None if existing else taken)


def import_framework(
    *, data: bytes, filename: str, organization: Organization | None, by: User | None
) -> Imported:
    """Store the framework in the file; the same bytes again change nothing.

    Without an organization it becomes built in, visible to everyone: for operators and the
    command line. Raises FileRefused for a bad file, Conflict where that version exists already
    with other content.
    """
    read = preview(data=data, filename=filename, organization=organization, by=by)
    if read.existing:
        return Imported(read.existing, created=False)
    try:
        with transaction.atomic():
            framework = framework_rows.store(
                read.spec,
                organization=organization,
                source_format=read.format,
                source_name=PurePath(filename).name[:200],
                source_sha256=read.sha256,
                imported_by=by,
            )
            if organization is not None:
                audit.record(
                    organization=organization,
                    by=by,
                    verb="imported a framework",
                    subject=framework,
                    detail={"sha256": read.sha256, "file": framework.source_name},
                )
    except IntegrityError as error:
        return _found_meanwhile(read, organization, error)
    return Imported(framework, created=True)


def import_library() -> list[Imported]:
    """Import the frameworks that come with Plumbline; those that are there stay as they are."""
    return [
        import_framework(data=path.read_bytes(), filename=path.name, organization=None, by=None)
        for path in sorted(LIBRARY.glob("*.md"))
    ]


def delete(*, framework: Framework, by: User) -> None:
    """Remove a framework that no assessment uses."""
    require_change(framework=framework, by=by)
    try:
        with transaction.atomic():
            if framework.organization is not None:
                audit.record(
                    organization=framework.organization,
                    by=by,
                    verb="deleted a framework",
                    subject=framework,
                )
            framework.delete()
    except ProtectedError as error:
        message = f"{framework} is used by an assessment, so it stays."
        raise Conflict(message) from error


def require_change(*, framework: Framework, by: User) -> None:
    """Go on, or raise Forbidden. A built-in framework is an operator's to remove."""
    if framework.organization is None:
        require_operator(by)
    else:
        require(by, Verb.IMPORT_FRAMEWORK, framework.organization)


def may_change(*, framework: Framework, by: User) -> bool:
    """Whether this person may remove it, as long as no assessment uses it."""
    try:
        require_change(framework=framework, by=by)
    except Forbidden:
        return False
    return True


def _found_meanwhile(
    read: Preview, organization: Organization | None, error: IntegrityError
) -> Imported:
    same = Framework.objects.filter(organization=organization, source_sha256=read.sha256).first()
    if same:
        return Imported(same, created=False)
    message = (
        f"Version {read.spec.version} of “{read.spec.title}” is there already, with other content. "
        "A framework never changes: give the file a new version and import it again."
    )
    raise Conflict(message) from error


def _require(organization: Organization | None, by: User | None) -> None:
    if by is None:
        return
    if organization is not None:
        require(by, Verb.IMPORT_FRAMEWORK, organization)
    elif not by.is_superuser:
        raise Invalid("Choose the organization that the framework is for.", "organization")
