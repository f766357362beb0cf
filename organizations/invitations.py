"""The mail to somebody who became a member."""

from __future__ import annotations

from smtplib import SMTPException

import structlog
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from organizations.models import Membership, User

log = structlog.get_logger(__name__)


def send(membership: Membership, *, by: User, request: HttpRequest) -> bool:
    """Tell a new member; without a password yet, with a link to choose one.

    Call it once the membership is committed. Returns False where the mail could not be handed
    over: the membership holds, and the person can ask for a link on the sign-in page.
    """
    user = membership.user
    words = {
        "membership": membership,
        "by": by,
        "address": request.build_absolute_uri(reverse("home")),
        "password_address": None if user.has_usable_password() else _link(user, request),
    }
    subject = f"You are now a member of {membership.organization} in Plumbline"
    text = render_to_string("organizations/mail/invitation.txt", words)
    try:
        send_mail(" ".join(subject.split()), text, None, [user.email])
    except (SMTPException, OSError) as error:
        log.warning("invitation_not_sent", membership=membership.pk, reason=str(error))
        return False
    return True


def _link(user: User, request: HttpRequest) -> str:
    key = default_token_generator.make_token(user)
    parts = {"uidb36": user_pk_to_url_str(user), "key": key}
    return request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=parts))
