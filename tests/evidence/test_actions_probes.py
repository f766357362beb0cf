"""Probes: what is asked of a metric, who may change it, and what is kept of it."""

from __future__ import annotations

import dataclasses
import math

import pytest

from evidence.actions import measures, probes
from evidence.actions.probes import Asked
from evidence.evaluate import Bounds, Comparison
from evidence.models import Probe, Source
from organizations.models import AuditEvent, User, Workload
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.factories import (
    AssessmentFactory,
    ProbeFactory,
    ReadingFactory,
    SourceFactory,
    WorkloadFactory,
)

ASKED = Asked(
    name="Oldest waiting message",
    bounds=Bounds(Comparison.AT_MOST, 60, 300),
    reason="Work must still finish in time.",
)


@pytest.fixture
def source(shop: Workload) -> Source:
    return SourceFactory.create(organization=shop.organization)


def created(source: Source, workload: Workload, by: User, **changes: object) -> Probe:
    return probes.create(
        source=source,
        workload=workload,
        measure=measures.from_preset(source, measures.preset_of(source, "jobs.oldest_waiting"), {}),
        asked=dataclasses.replace(ASKED, **changes),  # type: ignore[arg-type]  # names are fields
        by=by,
    )


def test_a_lead_adds_a_probe_with_the_unit_of_its_metric(
    source: Source, shop: Workload, lena: User
) -> None:
    probe = created(source, shop, lena)
    assert (probe.unit, probe.owner, probe.organization) == ("s", lena, source.organization)
    event = AuditEvent.objects.get()
    assert (event.verb, event.detail) == ("added a probe", {"pass": 60, "warn": 300})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"bounds": Bounds(Comparison.AT_MOST, 60, 30)}, None),
        ({"bounds": Bounds(Comparison.AT_MOST, 60, math.inf)}, "bound_warn"),
        ({"bounds": Bounds(Comparison.AT_MOST, math.nan, 300)}, "bound_pass"),
        ({"bounds": Bounds(Comparison.BETWEEN, 60, 300, 5)}, "floor_warn"),
        ({"bounds": Bounds(Comparison.BETWEEN, 60, 300, 5, 10)}, None),
        ({"bounds": Bounds(Comparison.AT_MOST, 60, 300, 5, 1)}, None),
        ({"window_seconds": 59}, "window_seconds"),
        ({"window_seconds": 3600 * 5001}, "window_seconds"),
        ({"every_seconds": 59}, "every_seconds"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    source: Source, shop: Workload, lena: User, changes: dict[str, object], field: str | None
) -> None:
    with pytest.raises(Invalid) as refusal:
        created(source, shop, lena, **changes)
    assert refusal.value.field == field
    assert not Probe.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_good_side_may_be_the_high_one(source: Source, shop: Workload, lena: User) -> None:
    probe = created(source, shop, lena, bounds=Bounds(Comparison.AT_LEAST, 300, 60))
    assert (probe.bound_pass, probe.low, probe.high) == (300, 300, None)


def test_good_may_be_between_two_values(source: Source, shop: Workload, lena: User) -> None:
    bounds = Bounds(Comparison.BETWEEN, 80, 90, 40, 20)
    probe = created(source, shop, lena, bounds=bounds)
    assert (probe.low, probe.high, probe.bounds) == (40, 80, bounds)


def test_a_foreign_workload_is_refused(source: Source, shop: Workload, lena: User) -> None:
    with pytest.raises(Invalid, match="another organization"):
        created(source, WorkloadFactory.create(), lena)


def test_a_name_is_taken_once_per_workload(source: Source, shop: Workload, lena: User) -> None:
    created(source, shop, lena)
    with pytest.raises(Invalid, match="a probe of that name"):
        created(source, shop, lena)


def test_bounds_move_with_a_reason_that_is_kept(source: Source, shop: Workload, lena: User) -> None:
    probe = created(source, shop, lena)
    changed = probes.change_bounds(
        probe=probe,
        bounds=Bounds(Comparison.AT_MOST, 30, 90),
        reason=" New service level. ",
        by=lena,
    )
    assert (changed.bound_pass, changed.bound_warn) == (30, 90)
    assert AuditEvent.objects.latest("pk").detail == {
        "from": {"pass": 60.0, "warn": 300.0},
        "to": {"pass": 30, "warn": 90},
        "reason": "New service level.",
    }


@pytest.mark.parametrize(
    ("bounds", "reason", "field"),
    [
        ((30, 90), "  ", "reason"),
        ((60, 300), "No change.", "bound_pass"),
        ((90, 30), "Wrong way round.", None),
        ((30, math.inf), "Without end.", "bound_warn"),
    ],
)
def test_bounds_that_cannot_be_are_refused(
    shop: Workload, lena: User, bounds: tuple[float, float], reason: str, field: str | None
) -> None:
    probe = ProbeFactory.create(workload=shop, source__organization=shop.organization)
    with pytest.raises(Invalid) as refusal:
        probes.change_bounds(
            probe=probe, bounds=Bounds(Comparison.AT_MOST, *bounds), reason=reason, by=lena
        )
    assert refusal.value.field == field
    probe.refresh_from_db()
    assert (probe.bound_pass, probe.bound_warn) == (60, 300)


def test_removing_a_probe_removes_its_readings(source: Source, shop: Workload, lena: User) -> None:
    probe = created(source, shop, lena)
    probe.latest = ReadingFactory.create(probe=probe)
    probe.save()
    probes.delete(probe=probe, by=lena)
    assert not Probe.objects.exists()
    assert AuditEvent.objects.latest("pk").verb == "removed a probe"


def test_a_probe_behind_an_answer_stays(source: Source, shop: Workload, lena: User) -> None:
    probe = created(source, shop, lena)
    assessment = AssessmentFactory.create(workload=shop)
    question = assessment.framework.questions.first()
    probe.links.create(assessment=assessment, question=question, linked_by=lena)
    with pytest.raises(Conflict, match="is evidence in an assessment"):
        probes.delete(probe=probe, by=lena)
    assert Probe.objects.exists()


@pytest.mark.parametrize("person", ["bob", "rita", "ruth", "charlie"])
def test_others_change_nothing(
    source: Source, shop: Workload, person: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    probe = ProbeFactory.create(source=source, workload=shop)
    for refused in (
        lambda: created(source, shop, user),
        lambda: probes.change_bounds(
            probe=probe, bounds=Bounds(Comparison.AT_MOST, 1, 2), reason="Mine.", by=user
        ),
        lambda: probes.delete(probe=probe, by=user),
    ):
        with pytest.raises(Forbidden):
            refused()
    assert not AuditEvent.objects.exists()
