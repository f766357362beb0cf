"""The forms of signing in and of passwords: allauth's, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms

WANTED = (
    "At least eight characters, not only digits, and nothing that is easy to guess: no common "
    "password, and not your name or address."
)
"""What AUTH_PASSWORD_VALIDATORS ask for, in one sentence."""


class Worded(forms.Form):
    """A form whose fields get the labels given in `words`, and no placeholders."""

    words: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.words[name]
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = WANTED


class SignInForm(Worded, allauth.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail address and password."""

    words = {
        "login": "E-mail address",
        "password": "Password",
        "remember": "Keep me signed in on this device for three weeks",
    }


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):  # type: ignore[misc]  # as above
    """The old password, and the new one twice."""

    words = {
        "oldpassword": "Your password now",
        "password1": "New password",
        "password2": "New password, again",
    }


class SetPasswordForm(Worded, allauth.SetPasswordForm):  # type: ignore[misc]  # as above
    """A first password, twice."""

    words = {"password1": "Password", "password2": "Password, again"}


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):  # type: ignore[misc]  # as above
    """The address to which the link is to go."""

    words = {"email": "E-mail address"}


class ResetPasswordKeyForm(Worded, allauth.ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    """A new password, twice, after the link from the mail."""

    words = {"password1": "New password", "password2": "New password, again"}
