"""Forms around an assessment."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from assessments.models import Framework, ImplementationGroup, Policy, Reading, Role
from organizations.models import Organization, User, Workload
from organizations.policies import ALLOWED, Verb


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the form's field of that name choose among these rows."""
    field = cast("forms.ModelChoiceField[Any]", form.fields[name])
    field.queryset = rows


class DateInput(forms.DateInput):
    """The browser's own date field, which speaks ISO."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AssessmentForm(forms.Form):
    """What an assessment is called, when it is due, and how differing roles count."""

    title = forms.CharField(
        max_length=160, help_text="What you would call this round, for example “Autumn review”."
    )
    due_on = forms.DateField(label="Due", required=False, widget=DateInput())
    policy = forms.ChoiceField(
        label="When roles differ",
        choices=Policy.choices,
        initial=Policy.LOWEST,
        widget=forms.RadioSelect,
        help_text="The lead can settle a single question otherwise, with a reason.",
    )


class ChangeAssessmentForm(AssessmentForm):
    """Besides, how its answers are read and, where the framework has groups, which are asked."""

    reading = forms.ChoiceField(
        label="How answers are read",
        choices=Reading.choices,
        widget=forms.RadioSelect,
        help_text=(
            "Strictly: “not applicable” counts once a reviewer approves it, and “none of these” "
            "stands alone."
        ),
    )
    groups = forms.ModelMultipleChoiceField(
        label="Limited to",
        queryset=ImplementationGroup.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only questions of these groups are asked. With none chosen, all are.",
    )

    def __init__(self, framework: Framework, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "groups", framework.groups.order_by("position"))
        if not framework.groups.exists():
            del self.fields["groups"]


class NewAssessmentForm(AssessmentForm):
    """Chooses among what the person may lead and see."""

    workload = forms.ModelChoiceField(queryset=Workload.objects.none())
    framework = forms.ModelChoiceField(queryset=Framework.objects.none())
    field_order = ["workload", "framework", "title", "due_on", "policy"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = Organization.objects.filter(
            memberships__user=user, memberships__rights__in=ALLOWED[Verb.LEAD]
        )
        offer(self, "workload", Workload.objects.filter(organization__in=led))
        offer(self, "framework", Framework.objects.visible_to(user))


class ParticipantForm(forms.Form):
    """Gives one role to one person."""

    user = forms.ModelChoiceField(label="Person", queryset=User.objects.none())
    role = forms.ModelChoiceField(queryset=Role.objects.none())

    def __init__(
        self, organization: Organization, framework: Framework, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            memberships__organization=organization,
            memberships__rights__in=ALLOWED[Verb.ANSWER],
            is_active=True,
        ).order_by("name", "email")
        offer(self, "user", people)
        offer(self, "role", framework.roles.order_by("position"))


class CommentForm(forms.Form):
    """A word to go with a change of state."""

    comment = forms.CharField(
        label="What has to change", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PublishForm(forms.Form):
    """Names a milestone."""

    title = forms.CharField(
        label="Name of the milestone",
        max_length=160,
        help_text="What readers of the report see, for example “Autumn review 2026”.",
    )
