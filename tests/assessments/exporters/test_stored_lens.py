"""A lens that was stored goes out as it came in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assessments.actions import frameworks
from assessments.exporters.aws_lens import AwsLens
from assessments.framework_spec import spec_of
from tests.assessments.lenses import GOOD, ODD, PUBLIC, as_bytes, public

pytestmark = pytest.mark.django_db


def stored_and_written(data: bytes) -> Any:
    """What comes out after the way through the database."""
    framework = frameworks.import_framework(
        data=data, filename="lens.json", organization=None, by=None
    ).framework
    framework.refresh_from_db()
    return json.loads(AwsLens().write(spec_of(framework)).data)


@pytest.mark.parametrize("lens", [GOOD, ODD], ids=["good", "odd"])
def test_a_stored_lens_goes_out_as_it_came_in(lens: dict[str, Any]) -> None:
    written = stored_and_written(as_bytes(lens))
    assert written == lens
    assert [list(pillar) for pillar in written["pillars"]] == [
        list(pillar) for pillar in lens["pillars"]
    ]
    assert list(written) == list(lens)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_stored_public_lens_goes_out_as_it_came_in(name: str) -> None:
    assert stored_and_written(public(name)) == json.loads(public(name))
