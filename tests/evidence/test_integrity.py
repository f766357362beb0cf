"""Bytes into the storage: in chunks, by their hash, once, never over each other."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from pytest_django import Settings

from evidence import integrity
from organizations.models import Organization
from organizations.refusals import Conflict, Invalid
from tests.evidence import samples
from tests.factories import ArtifactFactory, OrganizationFactory, RevisionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class Counted(io.BytesIO):
    """A file that notes how much of it was asked for at a time."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked: list[int] = []

    def read(self, size: int | None = -1) -> bytes:
        self.asked.append(-1 if size is None else size)
        return super().read(size)


def named(content: bytes, name: str = "notes.txt") -> File[Any]:
    return ContentFile(content, name=name)


def test_a_file_is_read_in_chunks_and_never_whole(acme: Organization) -> None:
    raw = Counted(b"All is well.\n" * 100_000)
    with integrity.keeping(File(raw, name="long.log"), acme) as kept:
        assert kept.measured.size == 1_300_000
    assert len(raw.asked) > 40
    assert all(0 < size <= integrity.CHUNK_BYTES for size in raw.asked)


def test_the_hash_size_type_and_place_are_those_of_the_content(acme: Organization) -> None:
    expected = hashlib.sha256(samples.PDF).hexdigest()
    with integrity.keeping(named(samples.PDF, "../../plan.pdf"), acme) as kept:
        pass
    assert kept.measured.sha256 == expected
    assert kept.measured.size == len(samples.PDF)
    assert kept.measured.type.media_type == "application/pdf"
    assert kept.filename == "plan.pdf"
    assert kept.path == f"evidence/{acme.pk}/{expected[:2]}/{expected}"
    with default_storage.open(kept.path) as stored:
        assert stored.read() == samples.PDF


def test_an_empty_file_is_refused(acme: Organization, storage: Path) -> None:
    with (
        pytest.raises(Invalid, match="This file is empty"),
        integrity.keeping(named(b""), acme),
    ):
        pytest.fail("kept")
    assert files_in(storage) == []


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(
    acme: Organization, settings: Settings, storage: Path
) -> None:
    settings.EVIDENCE_MAX_BYTES = 1000
    with integrity.keeping(named(b"a" * 1000), acme) as kept:
        assert kept.measured.size == 1000
    with pytest.raises(Invalid, match="limit of 1000 bytes"):
        integrity.measure(named(b"a" * 1001), "notes.txt")


def test_a_file_over_the_limit_is_not_read_to_its_end(settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 100_000
    raw = Counted(b"a" * 10_000_000)
    with pytest.raises(Invalid):
        integrity.measure(File(raw), "notes.txt")
    assert len(raw.asked) == 2


def test_a_nul_far_into_a_text_is_found() -> None:
    with pytest.raises(Invalid, match="of no type we know"):
        integrity.measure(named(b"a" * 200_000 + b"\0" + b"a" * 200_000), "notes.txt")


def test_a_large_document_is_known_by_what_stands_at_its_end() -> None:
    photo = random.Random(7).randbytes(300_000)
    content = samples.archive("xl/workbook.xml", "[Content_Types].xml", first=photo)
    assert integrity.measure(named(content), "m.xlsx").type.name == "Excel workbook"


def test_the_same_bytes_are_stored_once(acme: Organization, storage: Path) -> None:
    with integrity.keeping(named(b"the same"), acme) as first:
        pass
    written = files_in(storage)[0].stat()
    with integrity.keeping(named(b"the same", "other name.md"), acme) as second:
        pass
    assert second.path == first.path
    assert [path.stat() for path in files_in(storage)] == [written]


def test_organizations_do_not_share_files(acme: Organization, storage: Path) -> None:
    with integrity.keeping(named(b"the same"), acme) as first:
        pass
    with integrity.keeping(named(b"the same"), OrganizationFactory.create()) as second:
        pass
    assert second.path != first.path
    assert len(files_in(storage)) == 2


def test_a_broken_file_is_not_written_over_nor_trusted(acme: Organization, storage: Path) -> None:
    with integrity.keeping(named(b"as it was"), acme) as first:
        pass
    (storage / first.path).write_bytes(b"as it")
    with integrity.keeping(named(b"as it was"), acme) as second:
        pass
    assert (storage / first.path).read_bytes() == b"as it"
    assert (storage / second.path).read_bytes() == b"as it was"


def fail_after_keeping(content: bytes, organization: Organization) -> None:
    with integrity.keeping(named(content), organization):
        raise DatabaseError("The database went away.")


def test_a_file_is_removed_when_its_row_could_not_be_written(
    acme: Organization, storage: Path
) -> None:
    with pytest.raises(DatabaseError):
        fail_after_keeping(b"never recorded", acme)
    assert files_in(storage) == []


def test_a_file_that_was_there_before_outlives_a_failure(acme: Organization, storage: Path) -> None:
    with integrity.keeping(named(b"kept before"), acme):
        pass
    with pytest.raises(DatabaseError):
        fail_after_keeping(b"kept before", acme)
    assert len(files_in(storage)) == 1


def test_a_file_that_a_twin_came_to_use_outlives_the_failure_of_the_first(
    acme: Organization, storage: Path
) -> None:
    def first_fails_after_second_succeeded() -> None:
        with integrity.keeping(named(b"twins"), acme) as kept:
            with integrity.keeping(named(b"twins"), acme) as twin:
                RevisionFactory.create(
                    artifact=ArtifactFactory.create(organization=acme), url="", file=twin.path
                )
            assert kept.path == twin.path
            raise DatabaseError("The first could not be recorded.")

    with pytest.raises(DatabaseError):
        first_fails_after_second_succeeded()
    assert len(files_in(storage)) == 1


def test_a_file_lost_to_a_failing_twin_is_noticed(acme: Organization) -> None:
    with integrity.keeping(named(b"lost"), acme) as kept:
        default_storage.delete(kept.path)
        with pytest.raises(Conflict, match="send it once more"):
            integrity.confirm(kept)


def test_verify_tells_whole_from_altered_and_missing(acme: Organization, storage: Path) -> None:
    with integrity.keeping(named(b"as reviewed"), acme) as kept:
        pass
    revision = RevisionFactory.build(url="", file=kept.path, sha256=kept.measured.sha256)
    assert integrity.verify(revision)
    (storage / kept.path).write_bytes(b"as altered")
    assert not integrity.verify(revision)
    default_storage.delete(kept.path)
    assert not integrity.verify(revision)


def test_there_is_nothing_to_verify_of_an_address() -> None:
    with pytest.raises(ValueError, match="is an address"):
        integrity.verify(RevisionFactory.build(artifact=ArtifactFactory.build()))
