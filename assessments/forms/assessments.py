"""Forms around an assessment."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.models import Framework, Policy, Role
from organizations.models import Organization, User, Workload
from organizations.policies import ALLOWED, Verb


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
        self.fields["workload"].queryset = Workload.objects.filter(organization__in=led)  # type: ignore[attr-defined]
        self.fields["framework"].queryset = Framework.objects.visible_to(user)  # type: ignore[attr-defined]


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
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["role"].queryset = framework.roles.order_by("position")  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """A word to go with a change of state."""

    comment = forms.CharField(
        label="What has to change", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettlementForm(forms.Form):
    """The lead's level for a question, and why."""

    value = forms.TypedChoiceField(label="Level", coerce=int)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, framework: Framework, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [  # type: ignore[attr-defined]
            (level["value"], f"{level['value']} {level['name']}") for level in framework.levels
        ]


class PublishForm(forms.Form):
    """Names a milestone."""

    title = forms.CharField(
        label="Name of the milestone",
        max_length=160,
        help_text="What readers of the report see, for example “Autumn review 2026”.",
    )
