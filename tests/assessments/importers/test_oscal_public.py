"""Public OSCAL catalogs, where copies of them are at hand."""

from __future__ import annotations

import pytest

from assessments.importers import ImportRefused
from assessments.importers.oscal import OscalCatalog
from tests.assessments.importers.oscal_catalog import questions, sections
from tests.assessments.importers.promises import check_promises
from tests.public import public_file

NIST = "usnistgov/oscal-content"
REV_5 = "nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json"
"""The whole catalog of NIST SP 800-53 rev 5. Copies lack its newest form for its size."""


@pytest.mark.parametrize(
    "commit",
    [
        "a849dbca4649e0cc626fefdd46cf5232c8308f4c",  # 5.0.1 in OSCAL 1.0.0
        "f5bf0dd0eea8c117d09c813b1b183e619e2f60cf",  # 5.0.1 in 1.0.0-rc2
        "8220008e7262bf49a23554291c85f9071ea3b3a2",  # 5 in 1.0.0-rc1
    ],
)
def test_nist_sp_800_53_comes_in_whole(commit: str) -> None:
    found = OscalCatalog().read(public_file(NIST, REV_5, commit), "x.json")
    check_promises(found.spec)
    practices = [one for one in sections(found) if one.kind == "practice"]
    assert (len(sections(found)) - len(practices), len(practices)) == (20, 298)
    assert len(questions(found)) == 1_189 - 182
    assert found.left_out == ("182 withdrawn controls",)
    assert found.warnings == ()
    accounts = next(one for one in practices if one.source_id == "ac-2")
    assert [asked.ref for asked in accounts.questions][:3] == ["AC-2", "AC-2(1)", "AC-2(2)"]
    assert "{{" not in "".join(asked.help for asked in questions(found))


def test_a_draft_of_oscal_is_refused_as_one() -> None:
    data = public_file(NIST, REV_5, "ca734934c52ba7f7436e1f636a280ca02e00b1ea")
    with pytest.raises(ImportRefused, match=r"OSCAL 1\.0\.0-Milestone3, a draft"):
        OscalCatalog().read(data, "x.json")


@pytest.mark.parametrize(
    ("baseline", "asked"), [("LOW", 149), ("MODERATE", 287), ("HIGH", 370), ("PRIVACY", 102)]
)
def test_the_baselines_of_nist_come_in(baseline: str, asked: int) -> None:
    folder = "nist.gov/SP800-53/rev5/json"
    name = f"NIST_SP-800-53_rev5_{baseline}-baseline-resolved-profile_catalog-min.json"
    found = OscalCatalog().read(public_file(NIST, f"{folder}/{name}"), name)
    check_promises(found.spec)
    assert len(questions(found)) == asked
    assert found.spec.publisher == "Joint Task Force, Transformation Initiative"
    assert found.spec.version == "5.1.1+u4"


@pytest.mark.parametrize(
    "path",
    [
        "examples/ssp/json/ssp-example.json",
        "examples/component-definition/json/example-component.json",
        "nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_LOW-baseline_profile.json",
        "nist.gov/SP800-53/rev5/yaml/NIST_SP-800-53_rev5_LOW-baseline_profile.yaml",
        "nist.gov/SP800-53/rev5/xml/NIST_SP-800-53_rev5_LOW-baseline_profile.xml",
    ],
)
def test_other_public_oscal_is_known_and_refused(path: str) -> None:
    data = public_file(NIST, path)
    assert OscalCatalog().recognises(data, path)
    with pytest.raises(ImportRefused, match="This is OSCAL"):
        OscalCatalog().read(data, path)
