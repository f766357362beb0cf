"""The audit chain: it holds, and every sort of tampering shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from organizations import audit
from organizations.models import AuditEvent, Organization, User
from organizations.models.audit import AppendOnlyError
from tests.factories import OrganizationFactory


def record_three(organization: Organization, by: User | None = None) -> None:
    for number in range(1, 4):
        with transaction.atomic():
            audit.record(
                organization=organization,
                by=by,
                verb="did something",
                subject=organization,
                detail={"number": number, "naïve": "ümlaut", "nothing": None, "share": 0.1},
            )


def unguarded(sql: str, *parameters: str) -> None:
    """Do what somebody with the database in hand could do: drop the guard, then change."""
    on = " ON organizations_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER organizations_auditevent_append_only{on}")
        cursor.execute(sql, parameters)


def test_the_chain_holds_and_each_event_names_the_one_before(
    acme: Organization, alice: User
) -> None:
    record_three(acme, alice)
    events = list(acme.audit_events.order_by("sequence"))
    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.previous_hash for event in events] == ["", events[0].hash, events[1].hash]
    acme.refresh_from_db()
    assert (acme.audit_length, acme.audit_head) == (3, events[2].hash)
    assert audit.verify(acme) is None


def test_chains_of_two_organizations_are_apart(acme: Organization) -> None:
    other = OrganizationFactory.create()
    record_three(acme)
    record_three(other)
    assert audit.verify(acme) is None
    assert audit.verify(other) is None


@pytest.mark.django_db(transaction=True)
def test_an_event_belongs_inside_a_transaction() -> None:
    acme = OrganizationFactory.create()
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record(organization=acme, by=None, verb="x", subject=acme)


def test_an_event_goes_with_the_transaction_it_belongs_to(acme: Organization) -> None:
    with transaction.atomic():
        audit.record(organization=acme, by=None, verb="x", subject=acme)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert audit.verify(acme) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "did nothing"),
        ("actor_email", "mallory@example.org"),
        ("subject_label", "Other"),
        ("detail", '{"number": 7}'),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_field_is_named(column: str, value: str, acme: Organization) -> None:
    record_three(acme)
    unguarded(
        f"UPDATE organizations_auditevent SET {column} = %s WHERE sequence = 2",  # noqa: S608  (ours)
        value,
    )
    assert audit.verify(acme) == audit.Flaw(2, "its content was altered")


def test_a_changed_event_with_its_hash_made_new_still_breaks_the_chain(
    acme: Organization,
) -> None:
    record_three(acme)
    event = acme.audit_events.get(sequence=2)
    event.verb = "did nothing"
    unguarded(
        "UPDATE organizations_auditevent SET verb = %s, hash = %s WHERE sequence = 2",
        event.verb,
        audit.digest(event),
    )
    assert audit.verify(acme) == audit.Flaw(3, "it does not follow the event before it")


@pytest.mark.parametrize(
    ("which", "flaw"),
    [
        (1, audit.Flaw(1, "this event is missing")),
        (2, audit.Flaw(2, "this event is missing")),
        (3, audit.Flaw(3, "events are missing at the end")),
    ],
)
def test_a_missing_event_is_named(which: int, flaw: audit.Flaw, acme: Organization) -> None:
    record_three(acme)
    AuditEvent.objects.filter(sequence=which).delete()
    assert audit.verify(acme) == flaw


def test_an_event_added_past_the_end_is_named(acme: Organization) -> None:
    record_three(acme)
    last = acme.audit_events.get(sequence=3)
    forged = AuditEvent(organization=acme, sequence=4, at=last.at, previous_hash=last.hash)
    forged.hash = audit.digest(forged)
    forged.save()
    assert audit.verify(acme) == audit.Flaw(4, "it was not added by Plumbline")


def test_an_event_that_is_added_while_the_chain_is_walked_breaks_nothing(
    acme: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_three(acme)
    digest = audit.digest

    def adding(event: AuditEvent) -> str:
        monkeypatch.setattr(audit, "digest", digest)
        record_three(acme)
        return digest(event)

    monkeypatch.setattr(audit, "digest", adding)
    assert audit.verify(acme) is None
    assert audit.verify(acme) is None


@pytest.mark.parametrize("number", [0.0, -0.0, 5.0, 1e16, 1e300, 1e-7, 0.1, 2.5e-300])
def test_a_number_hashes_alike_however_the_database_writes_it(
    acme: Organization, number: float
) -> None:
    with transaction.atomic():
        audit.record(organization=acme, by=None, verb="x", subject=acme, detail={"bound": number})
    assert acme.audit_events.get().detail == {"bound": number}
    assert audit.verify(acme) is None


def test_the_database_itself_refuses_updates(acme: Organization) -> None:
    record_three(acme)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        QuerySet(AuditEvent).update(verb="did nothing")
    assert audit.verify(acme) is None


def test_the_model_refuses_updates() -> None:
    with pytest.raises(AppendOnlyError):
        AuditEvent.objects.update(verb="did nothing")


def test_events_go_with_their_organization(acme: Organization) -> None:
    record_three(acme)
    acme.delete()
    assert not AuditEvent.objects.exists()


def test_the_command_names_the_first_altered_event(
    acme: Organization, capsys: pytest.CaptureFixture[str]
) -> None:
    OrganizationFactory.create(name="Blue", slug="blue")
    record_three(acme)
    call_command("verify_audit")
    said = capsys.readouterr().out
    acme.refresh_from_db()
    assert f"acme: 3 events, the chain holds, head {acme.audit_head}" in said
    assert "blue: 0 events, the chain holds, head none" in said
    unguarded("UPDATE organizations_auditevent SET verb = 'x' WHERE sequence = 2")
    with pytest.raises(CommandError, match="does not hold in: acme"):
        call_command("verify_audit")
    assert "acme: event 2: its content was altered" in capsys.readouterr().out
    call_command("verify_audit", "blue")


def test_the_command_knows_when_there_is_no_such_organization(db: None) -> None:
    with pytest.raises(CommandError, match="short name nowhere"):
        call_command("verify_audit", "nowhere")


def test_an_event_costs_three_queries(
    acme: Organization, django_assert_num_queries: Callable[..., object]
) -> None:
    with transaction.atomic(), django_assert_num_queries(3):  # type: ignore[attr-defined]
        audit.record(organization=acme, by=None, verb="x", subject=acme)
