"""Importing frameworks, each all or nothing, and deleting one that nobody uses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from assessments import framework_rows, importers
from assessments.importers.foreign_keys import fit
from assessments.importers.outline import Counts, counts, tree
from assessments.lint import Mark, lint
from assessments.models import Framework, Upload
from assessments.spec import LENGTHS, FrameworkSpec
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
class How:
    """What to take of a file that holds several things, and under which key and version.

    Empty is what the file itself says. Another key keeps a framework apart from one of the same
    name; a format that knows no versions gets the next number.
    """

    framework: str = ""
    language: str = ""
    key: str = ""
    version: str = ""


AS_IT_IS = How()
"""As the file says."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring in: the tree, its counts, what is odd and what is wrong with it.

    `spec` has the key and version under which it would be stored. `existing` has the same bytes
    already; `taken` has the same version with other content, so that an import would be refused.
    `versions` are those of the same framework that are there, the newest first.
    """

    format: str
    read: importers.Read
    spec: FrameworkSpec
    sha256: str
    marks: tuple[Mark, ...]
    existing: Framework | None
    taken: Framework | None
    versions: tuple[Framework, ...]

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
    *,
    data: bytes,
    filename: str,
    organization: Organization | None,
    by: User | None,
    how: How = AS_IT_IS,
) -> Preview:
    """Read the file and say what would come in; writes nothing. Raises FileRefused."""
    _require(organization, by)
    wanted = importers.Wanted(how.framework, how.language)
    try:
        found, read = importers.read(data, PurePath(filename).name, wanted)
    except importers.ImportRefused as refusal:
        raise FileRefused(refusal) from refusal
    if len(how.version) > LENGTHS["version"]:
        raise Invalid(f"A version has {LENGTHS['version']} characters at most.", "version")
    spec = replace(read.spec, key=_key(how, read.spec), version=how.version or read.spec.version)
    sha256 = hashlib.sha256(data).hexdigest()
    there = Framework.objects.filter(
        organization=organization, key=spec.key, language=spec.language
    )
    versions = tuple(there.order_by("-imported_at", "-pk"))
    existing = next((one for one in versions if one.source_sha256 == sha256), None)
    spec = replace(spec, version=spec.version or _next_number(versions))
    taken = next((one for one in versions if one.version == spec.version), None)
    return Preview(
        format=found,
        read=read,
        spec=spec,
        sha256=sha256,
        marks=lint(spec),
        existing=existing,
        taken=None if existing else taken,
        versions=versions,
    )


def import_framework(
    *,
    data: bytes,
    filename: str,
    organization: Organization | None,
    by: User | None,
    how: How = AS_IT_IS,
) -> Imported:
    """Store the framework in the file; the same bytes again change nothing.

    Without an organization it becomes built in, visible to everyone: for operators and the
    command line. Raises FileRefused for a bad file, Conflict where that version exists already
    with other content.
    """
    read = preview(data=data, filename=filename, organization=organization, by=by, how=how)
    if read.existing:
        return Imported(read.existing, created=False)
    origin = framework_rows.Origin(
        format=read.format,
        filename=PurePath(filename).name[:200],
        data=data,
        sha256=read.sha256,
        warnings=read.read.warnings,
        marks=read.marks,
        imported_by=by,
    )
    try:
        with transaction.atomic():
            framework = framework_rows.store(read.spec, organization=organization, origin=origin)
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


def confirm(*, upload: Upload, by: User, how: How = AS_IT_IS) -> Imported:
    """Import the file that was looked at, and let go of it. Raises as `import_framework` does;
    the upload is then still there."""
    with transaction.atomic():
        imported = import_framework(
            data=bytes(upload.data),
            filename=upload.filename,
            organization=upload.organization,
            by=by,
            how=how,
        )
        upload.delete()
    return imported


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
    same = Framework.objects.filter(
        organization=organization,
        source_sha256=read.sha256,
        key=read.spec.key,
        language=read.spec.language,
    ).first()
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


def _key(how: How, spec: FrameworkSpec) -> str:
    if not how.key:
        return spec.key
    key = fit(how.key)
    if not key:
        raise Invalid("Write the key in letters, digits and hyphens.", "key")
    return key


def _next_number(versions: Iterable[Framework]) -> str:
    numbers = [
        int(one.version) for one in versions if one.version.isascii() and one.version.isdigit()
    ]
    return str(max(numbers, default=0) + 1)
