"""An artifact and its revisions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull
from django.urls import reverse
from django.utils import timezone

from evidence.freshness import EXPIRING, Freshness, State, of_artifact
from organizations.models import Organization, User, Workload

if TYPE_CHECKING:
    from evidence.models.address_check import AddressCheck


class ArtifactKind(models.TextChoices):
    """What sort of thing an artifact is."""

    POLICY = "policy", "Policy"
    DASHBOARD = "dashboard", "Dashboard"
    GUIDE = "guide", "Guide"
    CHECKLIST = "checklist", "Checklist"
    RUNBOOK = "runbook", "Runbook"
    PLAYBOOK = "playbook", "Playbook"
    MATRIX = "matrix", "Matrix"
    REPORT = "report", "Report"
    TICKET = "ticket", "Ticket"
    CODE = "code", "Code"
    TEST_RESULT = "test_result", "Test result"
    SCREENSHOT = "screenshot", "Screenshot"
    OTHER = "other", "Other"


class RevisionState(models.TextChoices):
    """What a reviewer has said of a revision so far."""

    SUBMITTED = "submitted", "Submitted"
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ArtifactQuerySet(models.QuerySet["Artifact"]):
    def visible_to(self, user: User) -> ArtifactQuerySet:
        """Artifacts of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def serving(self, organization: Organization, workload: Workload) -> ArtifactQuerySet:
        """Artifacts that can stand as evidence for this workload: its own and those for all."""
        everyone = models.Q(workload__isnull=True)
        return self.filter(everyone | models.Q(workload=workload), organization=organization)

    def with_revisions(self) -> ArtifactQuerySet:
        """Each artifact with owner, workload and revisions (newest first), in three queries."""
        people = ("submitted_by", "reviewed_by", "withdrawn_by")
        newest_first = Revision.objects.select_related(*people, "address_check")
        newest_first = newest_first.order_by("-number")
        return self.select_related("owner", "workload", "organization").prefetch_related(
            models.Prefetch("revisions", queryset=newest_first)
        )

    def in_state(self, state: str, on: dt.date) -> ArtifactQuerySet:
        """Artifacts that are in this state of `evidence.freshness` on that day."""
        return self.alias(state_then=_state_on(on)).filter(state_then=state)

    def count_by_state(self, on: dt.date) -> dict[str, int]:
        """How many artifacts are in which state on that day; states of none are left out."""
        states = self.order_by().annotate(state_then=_state_on(on)).values_list("state_then")
        return dict(states.annotate(count=models.Count("pk")))

    def search(self, text: str) -> ArtifactQuerySet:
        """Artifacts whose title or description holds `text`."""
        return self.filter(models.Q(title__icontains=text) | models.Q(description__icontains=text))


class Artifact(models.Model):
    """A piece of evidence: it has an owner, a kind, and one or more revisions."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="artifacts"
    )
    workload = models.ForeignKey(
        Workload,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="artifacts",
        help_text="Empty: it serves the whole organization.",
    )
    title = models.CharField("title", max_length=160)
    kind = models.CharField("kind", max_length=12, choices=ArtifactKind.choices)
    description = models.TextField("description", blank=True, max_length=4000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="artifacts"
    )
    created_at = models.DateTimeField("added", default=timezone.now, editable=False)

    objects = ArtifactQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ArtifactKind.values), name="artifact_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence:artifact", args=[self.pk])

    def belongs_to(self, user: User) -> bool:
        """Whether this person owns it."""
        return self.owner_id == user.pk

    @property
    def latest(self) -> Revision | None:
        """The newest revision; reads the prefetched ones where they are there."""
        return max(self.revisions.all(), key=lambda revision: revision.number, default=None)

    @property
    def standing(self) -> Revision | None:
        """The newest accepted revision: the one that counts, whatever was submitted since."""
        accepted = [r for r in self.revisions.all() if r.state == RevisionState.ACCEPTED]
        return max(accepted, key=lambda revision: revision.number, default=None)

    @property
    def address_flag(self) -> AddressCheck | None:
        """The last check of the revision that stands, else of the newest, where it asks for
        somebody's eye."""
        speaks = self.standing or self.latest
        found = speaks.last_check if speaks else None
        return found if found and found.is_flagged else None

    def freshness(self, on: dt.date) -> Freshness | None:
        """What it is worth on that day; None before its first revision."""
        return of_artifact(self.revisions.all(), on)


def _state_on(on: dt.date) -> models.Case:
    """What `freshness.of_artifact` says, for the database to say."""
    revisions = Revision.objects.filter(artifact=models.OuterRef("pk")).order_by("-number")
    accepted = revisions.filter(state=RevisionState.ACCEPTED)
    waiting = revisions.waiting().exclude(valid_until__lt=on)
    stands = models.Exists(accepted)
    until = models.Subquery(accepted.values("valid_until")[:1])
    newest = models.Subquery(revisions.values("state")[:1])
    return models.Case(
        models.When(
            stands & models.Q(IsNull(lhs=until, rhs=True)), then=models.Value(State.ACCEPTED)
        ),
        models.When(GreaterThan(until, on + EXPIRING), then=models.Value(State.ACCEPTED)),
        models.When(GreaterThanOrEqual(until, on), then=models.Value(State.EXPIRING)),
        models.When(models.Exists(waiting), then=models.Value(State.SUBMITTED)),
        models.When(stands, then=models.Value(State.EXPIRED)),
        models.When(Exact(newest, RevisionState.SUBMITTED), then=models.Value(State.EXPIRED)),
        default=newest,
        output_field=models.CharField(),
    )


def content_path(organization_id: int, sha256: str) -> str:
    """Where bytes go in the storage: by their hash, so a name from outside is never a path."""
    return f"evidence/{organization_id}/{sha256[:2]}/{sha256}"


def revision_path(revision: Revision, filename: str) -> str:
    """Where a revision's file goes, whatever its name."""
    return content_path(revision.artifact.organization_id, revision.sha256)


# The states of a revision that counts, or may come to count.
WITHDRAWABLE = (RevisionState.SUBMITTED, RevisionState.ACCEPTED)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: User) -> RevisionQuerySet:
        """Revisions of artifacts in the organizations this user belongs to."""
        return self.filter(artifact__organization__in=Organization.objects.visible_to(user))

    def waiting(self) -> RevisionQuerySet:
        """Submitted, and no reviewer has decided yet."""
        return self.filter(state=RevisionState.SUBMITTED)

    def withdrawable(self) -> RevisionQuerySet:
        """Submitted or accepted: what counts, or may come to count."""
        return self.filter(state__in=WITHDRAWABLE)

    def to_check(self, before: dt.datetime) -> RevisionQuerySet:
        """Addresses last checked before that moment, those first that never were: of each artifact
        the newest revision, unless it is withdrawn, and the one that stands accepted."""
        later = self.model.objects.filter(
            artifact=models.OuterRef("artifact"), number__gt=models.OuterRef("number")
        )
        newest = ~models.Exists(later) & ~models.Q(state=RevisionState.WITHDRAWN)
        accepted = models.Q(state=RevisionState.ACCEPTED)
        standing = accepted & ~models.Exists(later.filter(state=RevisionState.ACCEPTED))
        never = models.Q(address_check__isnull=True)
        old = models.Q(address_check__checked_at__lt=before)
        longest_ago = models.F("address_check__checked_at").asc(nulls_first=True)
        found = self.filter(newest | standing, ~models.Q(url=""), never | old)
        return found.order_by(longest_ago, "pk")


class Revision(models.Model):
    """One version of an artifact: a file with its SHA-256, or a URL. Its content never changes."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField("revision")
    file = models.FileField("file", upload_to=revision_path, max_length=200, blank=True)
    url = models.URLField("address", max_length=2000, blank=True)
    filename = models.CharField("file name", max_length=200, blank=True)
    content_type = models.CharField("type", max_length=120, blank=True)
    size = models.PositiveBigIntegerField("size", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    note = models.CharField("what changed", max_length=300, blank=True)
    valid_until = models.DateField("valid until", null=True, blank=True)

    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField("submitted", default=timezone.now, editable=False)
    state = models.CharField(
        "state", max_length=9, choices=RevisionState.choices, default=RevisionState.SUBMITTED
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField("reviewed", null=True, blank=True)
    review_comment = models.TextField("reviewer's comment", blank=True, max_length=4000)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True)
    withdrawal_reason = models.CharField("why withdrawn", max_length=300, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["artifact", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["artifact", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=(models.Q(file="") & ~models.Q(url=""))
                | (~models.Q(file="") & models.Q(url="")),
                name="revision_file_or_url",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RevisionState.values), name="revision_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="revision_waiting"),
            models.Index(
                fields=["artifact", "number"],
                condition=~models.Q(url=""),
                name="revision_addresses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.artifact}, revision {self.number}"

    def belongs_to(self, user: User) -> bool:
        """Whether this person submitted it or owns its artifact."""
        return self.submitted_by_id == user.pk or self.artifact.belongs_to(user)

    @property
    def last_check(self) -> AddressCheck | None:
        """What came of the last check of its address; None for a file and before the first."""
        found: AddressCheck | None = getattr(self, "address_check", None)
        return found

    def expired(self, on: dt.date) -> bool:
        """Whether it no longer counts: from the day after `valid_until`."""
        return self.valid_until is not None and on > self.valid_until
