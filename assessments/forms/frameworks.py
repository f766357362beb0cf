"""The forms of an import: choose a file, then what of it and under which key and version."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from assessments import importers
from assessments.actions import frameworks, uploads
from assessments.actions.frameworks import How, Preview
from assessments.languages import language_name
from assessments.models import Upload
from assessments.spec import LENGTHS
from organizations.models import Organization, User
from organizations.policies import Verb, organizations_where

NEXT = "next"
APART = "apart"


def limit() -> int:
    """The largest file in bytes that is read."""
    return importers.largest()


class UploadForm(forms.Form):
    """A file, and the organization it is for."""

    file = forms.FileField(label="File", allow_empty_file=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
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
                f"The file has {file.size:,} bytes; {limit():,} is the most that is read. "
                "Leave out what does not belong to the framework."
            )
        return file

    def kept(self) -> Upload:
        """What was sent, kept for its preview; only after the form was found valid.

        Raises FileRefused where it cannot be read, and keeps nothing then.
        """
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        filename = PurePath(file.name or "").name
        data = file.read()
        organization: Organization | None = self.possible.get(self.cleaned_data["organization"])
        frameworks.preview(data=data, filename=filename, organization=organization, by=self.user)
        return uploads.keep(data=data, filename=filename, organization=organization, by=self.user)


class HowForm(forms.Form):
    """What to take of a file, and under which key and version; nothing chosen is as it says.

    `place` says whether it is the next version of the framework with its key, or stands apart
    under another one, which is `key`.
    """

    framework = forms.CharField(required=False, max_length=LENGTHS["key"])
    language = forms.CharField(required=False, max_length=LENGTHS["language"])
    place = forms.ChoiceField(
        label="Where it goes",
        required=False,
        choices=[(NEXT, "The next version"), (APART, "Apart, under another key")],
        widget=forms.RadioSelect,
    )
    key = forms.CharField(
        label="Its own key",
        required=False,
        max_length=LENGTHS["key"],
        help_text="Letters, digits and hyphens. It tells the framework from all others.",
    )
    version = forms.CharField(label="Version", required=False, max_length=LENGTHS["version"])

    def how(self) -> How:
        """What was chosen, as far as it makes sense."""
        self.is_valid()
        chosen = {name: value.replace("\0", "") for name, value in self.cleaned_data.items()}
        apart = chosen.get("place") != NEXT
        return How(
            framework=chosen.get("framework", ""),
            language=chosen.get("language", ""),
            key=chosen.get("key", "") if apart else "",
            version=chosen.get("version", ""),
        )

    def query(self) -> str:
        """What was chosen, as an address carries it along; empty or with its question mark."""
        how = self.how()
        named = {
            "framework": how.framework,
            "language": how.language,
            "key": how.key,
            "version": how.version,
        }
        kept = {name: value for name, value in named.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def asked(how: How, found: Preview) -> HowForm:
    """The form that offers what the file holds, filled in as the preview has it."""
    form = HowForm(
        initial={
            "framework": found.read.spec.key if found.read.frameworks else how.framework,
            "language": found.spec.language if found.read.languages else how.language,
            "place": APART if how.key else NEXT,
            "key": how.key,
            "version": how.version,
        }
    )
    _choose(form, "framework", "Framework", [(one.key, one.title) for one in found.read.frameworks])
    _choose(
        form, "language", "Language", [(one, language_name(one)) for one in found.read.languages]
    )
    if not how.version:
        form.fields["version"].help_text = f"Left empty, it is {found.spec.version}."
    place = form.fields["place"]
    if isinstance(place, forms.ChoiceField):
        place.choices = [(NEXT, _next(how, found)), (APART, "Apart, under another key")]
    return form


def _next(how: How, found: Preview) -> str:
    if how.key or not found.versions:
        return f"As the file says, under {found.read.spec.key}"
    many = len(found.versions)
    versions = "1 version" if many == 1 else f"{many} versions"
    return f"The next version of {found.versions[0].name}, which has {versions}"


def _choose(form: forms.Form, name: str, label: str, choices: list[tuple[str, str]]) -> None:
    if choices:
        form.fields[name] = forms.ChoiceField(label=label, choices=choices)
    else:
        form.fields[name].widget = forms.HiddenInput()
