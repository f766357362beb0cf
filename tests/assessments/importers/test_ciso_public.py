"""The public collection of CISO Assistant, where a copy of it is at hand."""

from __future__ import annotations

from assessments.importers import ImportRefused, Read, Wanted
from assessments.importers.ciso_assistant import CisoAssistant
from tests.assessments.importers.ciso_library import questions
from tests.assessments.importers.promises import check_promises
from tests.depth import some
from tests.public import public_file, public_files

REPOSITORY = "intuitem/ciso-assistant-community"
FOLDER = "backend/library/libraries"


def public(name: str, language: str = "") -> Read:
    data = public_file(REPOSITORY, f"{FOLDER}/{name}")
    return CisoAssistant().read(data, name, Wanted(language=language))


def test_nist_csf_2_comes_in_whole() -> None:
    found = public("nist-csf-2.0.yaml")
    sections = list(found.spec.walk())
    assert len(questions(found)) == 106
    assert len(sections) + len(questions(found)) == 134
    assert [section.kind for section in sections].count("function") == 6
    assert [section.kind for section in sections].count("category") == 22
    assert [level.value for level in found.spec.levels] == [1, 2, 3, 4]
    assert found.spec.levels[3].name == "Adaptive"
    assert found.languages == ("en", "es", "fr")
    assert public("nist-csf-2.0.yaml", "fr").spec.sections[0].title == "GOUVERNER"


def test_nist_sp_800_53_comes_in_whole() -> None:
    data = public_file(REPOSITORY, f"{FOLDER}/nist-sp-800-53-rev5.yaml")
    found = CisoAssistant().read(data, "x.yaml")
    assert len(questions(found)) == 1_189
    assert len(list(found.spec.walk())) + len(questions(found)) == 1_209
    assert {section.kind for section in found.spec.walk()} == {"family"}


def test_any_public_library_comes_in_or_says_that_it_is_no_framework() -> None:
    refusals = []
    for path in some(public_files(REPOSITORY, FOLDER)):
        try:
            check_promises(CisoAssistant().read(public_file(REPOSITORY, path), path).spec)
        except ImportRefused as refusal:
            refusals.append(str(refusal))
    assert 0 < len(refusals) < 100
    assert all("This library holds no framework, only " in refusal for refusal in refusals)


def test_what_public_libraries_say() -> None:
    assert public("iso27001-2022.yaml").languages == ("en", "cs", "de", "es", "fr", "sv", "zh")
    answers = questions(public("enisa-sme-cra-maturity.yaml"))[0].choices
    assert [answer.score for answer in answers] == [0.2, 0.4, 0.6, 0.8, 1.0]
    levels = public("nzism-3.yaml").spec.levels
    assert [level.name for level in levels] == ["Non Compliant", "Compliant"]
