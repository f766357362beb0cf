"""A framework that went through the database goes out as it came in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from assessments.actions import frameworks
from assessments.exporters.plumbline import PlumblineYaml
from assessments.exporters.practice_pages import PlumblinePages
from assessments.framework_spec import spec_of
from assessments.importers.plumbline import PlumblineFramework
from assessments.models import Framework
from assessments.spec import FrameworkSpec
from tests.assessments.importers.test_plumbline import EXAMPLE
from tests.assessments.importers.test_plumbline_folder import FILES, packed
from tests.assessments.page_specs import page_specs
from tests.depth import examples

pytestmark = pytest.mark.django_db


def stored(data: bytes, filename: str) -> FrameworkSpec:
    """What the database gives back of a file."""
    imported = frameworks.import_framework(data=data, filename=filename, organization=None, by=None)
    found = spec_of(Framework.objects.get(pk=imported.framework.pk))
    imported.framework.delete()
    return found


def test_a_file_comes_back_from_the_database_as_it_was() -> None:
    spec = PlumblineFramework().read(EXAMPLE.encode(), "backups.yaml").spec
    data = PlumblineYaml().write(spec).data
    assert stored(data, "backups.yaml") == spec
    assert PlumblineYaml().write(stored(data, "backups.yaml")).data == data


def test_a_folder_comes_back_from_the_database_as_it_was() -> None:
    spec = PlumblineFramework().read(packed(FILES), "resilience.zip").spec
    found = stored(packed(FILES), "resilience.zip")
    # Storing writes out the ladder that scoring would use by itself.
    assert found == replace(spec, ladder=found.ladder)
    data = PlumblinePages().write(found).data
    assert PlumblinePages().write(stored(data, "resilience.zip")).data == data


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page_specs())
def test_any_framework_comes_back_from_the_database_as_it_was(spec: FrameworkSpec) -> None:
    found = stored(PlumblineYaml().write(spec).data, "framework.yaml")
    assert found == replace(spec, ladder=found.ladder)
    assert not spec.ladder or found.ladder == spec.ladder
