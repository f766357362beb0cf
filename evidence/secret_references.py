"""Secrets of sources: the database holds where a secret is, never the secret.

A reference belongs to one organization, its owner here, known by its short name. `env:NAME` is the
environment variable of the web and worker processes whose name `variable` says; `file:…` is a file
below the owner's own folder in the one that the setting PLUMBLINE_SECRETS_DIR names. No message of
this module repeats what was read, nor what was typed unless it has the form of a reference.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath

from django.conf import settings

from evidence.connectors.base import SourceFailed
from organizations.refusals import Invalid

PREFIX = "PLUMBLINE_SECRETS_"
LONGEST = 500
MAX_BYTES = 64 * 1024
_NAME = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*")
_OWNER = re.compile(r"[a-z0-9-]+")


def variable(owner: str, name: str) -> str:
    """The environment variable of an owner's secret: `PLUMBLINE_SECRETS_ACME__PROMETHEUS`.

    No two pairs share one: a name has no two underscores in a row and none at its ends. Raises
    Invalid for an owner whose short name has more than small letters, digits and hyphens.
    """
    if not _OWNER.fullmatch(owner):
        raise Invalid(
            "The short name of this organization has characters that cannot stand in the name of "
            "an environment variable. Name a file instead: file:…"
        )
    return f"{PREFIX}{owner.upper().replace('-', '_')}__{name}"


def told(owner: str, example: str) -> str:
    """What whoever fills in a field for a reference has to know, the way of the example first."""
    kind, _, rest = example.partition(":")
    name, file = (rest, "name") if kind == "env" else ("NAME", rest or "name")
    ways = [f"file:{file} for the file of that name in “{owner}” in its folder for secrets"]
    try:
        way = f"env:{name} for its variable {variable(owner, name)}"
    except Invalid:
        pass  # Files are all that this owner has.
    else:
        ways.insert(0 if kind == "env" else 1, way)
    return f"Not the secret itself but where it stands on the server: {', or '.join(ways)}."


def checked(reference: str, *, owner: str) -> str:
    """The reference, trimmed. Raises Invalid unless it has the form of one.

    Whether there is a secret behind it is not looked at: that may come later than the source.
    """
    reference = reference.strip()
    kind, _, rest = reference.partition(":")
    if kind == "env":
        _checked_variable(rest, owner)
    elif kind == "file":
        _checked_path(rest, owner)
    else:
        raise Invalid(
            "Do not type a secret here: it would be stored. Name where it is found: "
            "env:… for an environment variable, or file:… for a file."
        )
    return reference


def resolve(reference: str, *, owner: str) -> str:
    """The secret behind an owner's reference, without the line's end that editors add.

    Raises SourceFailed with what is missing; the message never holds the secret.
    """
    try:
        kind, _, rest = checked(reference, owner=owner).partition(":")
        named = variable(owner, rest) if kind == "env" else ""
    except Invalid as wrong:
        raise SourceFailed(wrong.message) from None
    return _from_environment(named) if kind == "env" else _from_file(rest, owner)


def _checked_variable(name: str, owner: str) -> None:
    if len(name) > LONGEST or not _NAME.fullmatch(name):
        raise Invalid(
            "What follows env: is a name of letters and digits, with single underscores between "
            f"them: env:PROMETHEUS for the variable {variable(owner, 'PROMETHEUS')}."
        )
    variable(owner, name)


def _checked_path(text: str, owner: str) -> None:
    folder = _folder(owner)
    if folder is None:
        raise Invalid(
            "There is no folder for secrets here: its operator names one with "
            "PLUMBLINE_SECRETS_DIR. Name an environment variable instead."
        )
    path = PurePosixPath(text)
    whole = 0 < len(text) <= LONGEST and text.isprintable() and ".." not in path.parts
    if not whole or not (folder / path).is_relative_to(folder) or folder / path == folder:
        raise Invalid(
            f"A file with a secret lies in “{owner}” in the folder for secrets, and is named by "
            "its path there: file:prometheus-token."
        )


def _folder(owner: str) -> Path | None:
    """The owner's folder; None where there is none for secrets at all."""
    named = settings.PLUMBLINE_SECRETS_DIR
    return Path(os.path.abspath(named)) / owner if named else None


def _from_environment(name: str) -> str:
    value = os.environ.get(name, "").strip("\r\n")
    if not value:
        raise SourceFailed(
            f"The environment variable {name} is not set, or empty, where Plumbline's web and "
            "worker processes run."
        )
    return value


def _from_file(text: str, owner: str) -> str:
    folder = _folder(owner)
    if folder is None:
        raise SourceFailed("There is no folder for secrets here (PLUMBLINE_SECRETS_DIR).")
    shown = f"The file {text} in “{owner}” in the folder for secrets"
    try:
        # Links may lead about in the folder, as in the volumes of Kubernetes, and never out of it.
        path = (folder / text).resolve(strict=True)
        inside = path.is_relative_to(folder.resolve(strict=True))
        data = _read(path) if inside else None
    except (OSError, RuntimeError):
        raise SourceFailed(f"{shown} is not there, or cannot be read.") from None
    if data is None:
        raise SourceFailed(f"{shown} is no plain file of it: it leads elsewhere.")
    if len(data) > MAX_BYTES:
        raise SourceFailed(f"{shown} is larger than {MAX_BYTES // 1024} KiB.")
    return _text(data, shown)


def _read(path: Path) -> bytes | None:
    """At most one byte more than is allowed; None where it is no plain file."""
    # Not waited for where somebody put a pipe, and not followed where a link came meanwhile.
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return None
        with open(number, "rb", closefd=False) as file:
            return file.read(MAX_BYTES + 1)
    finally:
        os.close(number)


def _text(data: bytes, shown: str) -> str:
    try:
        value = data.decode().strip("\r\n")
    except UnicodeDecodeError:
        raise SourceFailed(f"{shown} is no text.") from None
    if not value:
        raise SourceFailed(f"{shown} is empty.")
    return value
