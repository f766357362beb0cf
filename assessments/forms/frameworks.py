"""The forms of an import: choose a file, look at what would come in, confirm.

Between the two nothing is kept on the server. The preview carries the file along, signed, so
that what is confirmed is what was looked at, whichever process answers.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from assessments import importers
from organizations.models import Organization, User
from organizations.policies import Verb, organizations_where

SALT = "assessments.framework-import"
LARGEST = 1024 * 1024
"""Bytes. A larger file would not fit into the preview's form; the command line takes it."""


def limit() -> int:
    """The largest file in bytes that can be imported from a page."""
    return min(importers.largest(), LARGEST)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, and whom the framework is for; None is everybody."""

    filename: str
    data: bytes
    organization: Organization | None

    def sealed(self) -> str:
        """The whole upload as text that only this installation can have written."""
        values = {
            "filename": self.filename,
            "data": base64.b85encode(self.data).decode(),
            "organization": self.organization.slug if self.organization else "",
        }
        return signing.dumps(values, salt=SALT, compress=True)


class UploadForm(forms.Form):
    """A file, and the organization it is for."""

    file = forms.FileField(
        label="File", allow_empty_file=True, help_text="A practice page in Markdown or plain text."
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = {one.slug: one for one in organizations_where(user, Verb.IMPORT_FRAMEWORK)}
        choices = [(slug, one.name) for slug, one in self.possible.items()]
        if user.is_superuser:
            choices.append(("", "Everybody on this installation"))
        self.fields["organization"] = forms.ChoiceField(
            label="For", choices=choices, required=not user.is_superuser
        )
        self.nobody = not choices

    def clean_file(self) -> UploadedFile[bytes]:
        """The file, refused by its size before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > limit():
            raise ValidationError(
                f"The file has {file.size:,} bytes; {limit():,} is the most that a page takes. "
                "Leave out what does not belong to the framework."
            )
        return file

    def upload(self) -> Upload:
        """What was sent; only after the form was found valid."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        name = PurePath(file.name or "").name
        return Upload(name, file.read(), self.possible.get(self.cleaned_data["organization"]))


class ConfirmForm(forms.Form):
    """The upload that was looked at."""

    sealed = forms.CharField(widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_sealed(self) -> Upload:
        """The upload again, as it was sealed."""
        try:
            values = signing.loads(self.cleaned_data["sealed"], salt=SALT)
        except signing.BadSignature as error:
            raise ValidationError("The preview is no longer whole.") from error
        mine = Organization.objects.visible_to(self.user)
        organization = mine.filter(slug=values["organization"]).first()
        if values["organization"] and organization is None:
            raise ValidationError("You no longer belong to that organization.")
        return Upload(values["filename"], base64.b85decode(values["data"]), organization)
