"""Which pages of what a job is about its reader may open, and which jobs they may try again.

A member sees the jobs of their organizations. An operator sees every job, but the pages of an
organization only as its member.
"""

from __future__ import annotations

from dataclasses import dataclass

from jobs.kinds import Subject
from jobs.models import Job, JobState
from organizations.models import Organization, User
from organizations.policies import Verb, organizations_where


@dataclass(frozen=True, slots=True)
class Reach:
    """The organizations whose pages open, those whose jobs may be tried again, and whether the
    reader is an operator."""

    opens: frozenset[int]
    retries: frozenset[int]
    operator: bool

    def url(self, subject: Subject) -> str:
        """The subject's page; nothing where it would not open."""
        organization = subject.organization_id
        return subject.url if organization is None or organization in self.opens else ""

    def may_retry(self, job: Job) -> bool:
        """Whether the job failed and this reader may put it back in line."""
        mine = self.operator or job.organization_id in self.retries
        return mine and job.state == JobState.FAILED


def reach(user: User) -> Reach:
    """What this user reaches. Two queries."""
    return Reach(
        opens=frozenset(Organization.objects.visible_to(user).values_list("pk", flat=True)),
        retries=frozenset(one.pk for one in organizations_where(user, Verb.MANAGE)),
        operator=user.is_superuser,
    )
