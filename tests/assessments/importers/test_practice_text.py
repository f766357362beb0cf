"""Practice pages in plain text: what comes in, and from how untidy a file."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from assessments import importers
from assessments.importers.outline import counts
from assessments.spec import DEFAULT_LEVELS, ExpectedEvidenceSpec, FrameworkSpec
from organizations.prose import render
from tests.assessments.importers.pages import FILES, TEXT, only_problem, refusal

SEED = Path(__file__).parents[4] / "shared" / "data" / "seed" / "practice-page.txt"
CHROME = ("Search for", "All Topics", "Print", "Table of Contents")


def read(text: str) -> FrameworkSpec:
    return importers.read(text.encode(), "page.txt")[1].spec


@pytest.fixture
def backups() -> FrameworkSpec:
    return importers.read((FILES / "backups.txt").read_bytes(), "backups.txt")[1].spec


def test_a_page_comes_in_whole(backups: FrameworkSpec) -> None:
    practice = backups.sections[0]
    assert (backups.key, backups.title) == (practice.key, practice.title)
    assert backups.title == "Keep backups that can be restored"
    assert backups.key == "keep-backups-that-can-be-restored"
    assert (backups.version, backups.language, backups.levels) == ("1.0", "en", DEFAULT_LEVELS)
    assert practice.guidance.endswith("bring the data back, and how long it would take.")
    assert str(counts(backups)) == (
        "1 practice, 2 best practices with 3 points, 2 questions, 2 roles with 3 responsibilities, "
        "2 expected artifacts, 2 cloud services of 2 providers"
    )


def test_every_role_is_asked_every_question_of_the_practice(backups: FrameworkSpec) -> None:
    practice = backups.sections[0]
    assert [role.name for role in backups.roles] == ["Systems Engineer", "Product Owner"]
    assert [question.text for question in practice.questions] == [
        "When was a copy last restored, and by whom?",
        "Which data would be lost if the disk died now?",
    ]
    for question in practice.questions:
        assert question.roles == ("systems-engineer", "product-owner")
        assert (question.kind, question.levels, question.weight) == ("level", (), 1)


def test_evidence_has_the_kind_its_title_names(backups: FrameworkSpec) -> None:
    assert backups.sections[0].expected_evidence == (
        ExpectedEvidenceSpec(
            "backup-policy",
            "Backup Policy",
            "policy",
            "Says what is copied, how often and how long it is kept.",
        ),
        ExpectedEvidenceSpec(
            "restore-test-results",
            "Restore Test Results",
            "test_result",
            "Show when a copy was restored and how long that took.",
        ),
    )


def test_a_provider_has_one_name(backups: FrameworkSpec) -> None:
    services = backups.sections[0].cloud_services
    assert [(service.provider, service.name) for service in services] == [
        ("AWS", "AWS Backup"),
        ("Google Cloud", "Cloud Storage"),
    ]


def test_points_stand_as_written_and_guidance_shows_them_so(backups: FrameworkSpec) -> None:
    restore = backups.sections[0].children[1]
    point = "Restore a copy each month & time it with a *real* clock."
    assert restore.points == (point,)
    assert html.unescape(re.sub("<[^>]*>", "", render(restore.guidance))).strip() == point


def test_what_the_site_put_around_the_page_stays_out(backups: FrameworkSpec) -> None:
    assert not [words for words in CHROME if words in repr(backups)]


@pytest.mark.skipif(not SEED.exists(), reason="the founding page is not beside this checkout")
def test_the_founding_page_comes_in_whole() -> None:
    spec = importers.read(SEED.read_bytes(), SEED.name)[1].spec
    practice = spec.sections[0]
    assert str(counts(spec)) == (
        "1 practice, 4 best practices with 8 points, 8 questions, "
        "5 roles with 15 responsibilities, 7 expected artifacts, "
        "9 cloud services of 3 providers"
    )
    assert [len(best.points) for best in practice.children] == [2, 2, 2, 2]
    assert [
        sum(duty.role == role.key for duty in practice.responsibilities) for role in spec.roles
    ] == [3, 3, 3, 3, 3]
    assert [expected.kind for expected in practice.expected_evidence] == [
        "policy", "dashboard", "guide", "checklist", "runbook", "playbook", "matrix",
    ]  # fmt: skip
    providers = [service.provider for service in practice.cloud_services]
    assert providers == ["AWS"] * 3 + ["Azure"] * 3 + ["Google Cloud"] * 3
    assert not [words for words in CHROME if words in repr(spec)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("Backups\n", "\ufeffBackups\n"),
        ("  •", "\u00a0\u00a0•\u00a0"),
        ("  •", "-"),
        ("  •", "*"),
        ("  •", "  –"),
        ("  •", "  1."),
        ("Best Practices", "BEST PRACTICES:"),
        ("Best Practices", "1. Best practices"),
        ("Questions to ask your team", "Questions for the team"),
        ("Who should be doing this?", "Who is responsible?"),
        ("Who should be doing this?", "Roles and responsibilities"),
        ("What evidence shows this is happening?", "Expected evidence"),
        ("Cloud Services", "Related cloud services"),
        ("Make one.", "Make\n    one."),
        ("When was it restored?", "When was\nit restored?"),
        ("\nBest", "\nTable of contents\nBest Practices\nCopies\nCloud Services\n\nBest"),
        ("\nBest", "\n© 2026 Somebody\n|\nWas this page helpful?\n\nBest"),
        ("Backups\n", "• Home\n• Docs\n\nBackups\n"),
        ("Backups\n", "A site\n\nBackups\n"),
        ("Policy: Says so.", "Policy – Says so."),
    ],
)
def test_an_untidy_file_gives_the_same_framework(one: str, other: str) -> None:
    assert one in TEXT
    assert read(TEXT.replace(one, other)) == read(TEXT)


def test_curly_and_straight_quotes_make_the_same_key_and_stay_as_they_are() -> None:
    curly = read(TEXT.replace("When was it", "What’s “it” when"))
    straight = read(TEXT.replace("When was it", 'What\'s "it" when'))
    questions = curly.sections[0].questions[0], straight.sections[0].questions[0]
    assert [question.key for question in questions] == ["whats-it-when-restored"] * 2
    assert questions[0].text == "What’s “it” when restored?"


def test_a_stated_version_is_taken_and_is_no_part_of_the_text() -> None:
    spec = read(TEXT.replace("Backups\n", "Backups\n\nVersion 2.3\n"))
    assert spec.version == "2.3"
    assert spec.sections[0].guidance == ""


def test_sentences_below_a_best_practice_are_guidance() -> None:
    spec = read(TEXT.replace("  • Make one.", "It matters.\n\n  • Make one.\n  • Keep one."))
    best = spec.sections[0].children[0]
    assert best.guidance == "It matters.\n\n- Make one.\n- Keep one."
    assert best.points == ("Make one.", "Keep one.")


def test_titles_without_latin_letters_get_keys_by_their_place() -> None:
    spec = read(TEXT.replace("Backups", "備份").replace("When was it restored?", "何時？"))
    assert (spec.key, spec.sections[0].key) == ("practice-page", "section-1")
    assert spec.sections[0].questions[0].key == "question-1"


def test_long_titles_with_the_same_beginning_get_keys_of_their_own() -> None:
    stem = "word " * 40
    spec = read(TEXT.replace("When was it", f"{stem}a?\n  • {stem}b"))
    keys = [question.key for question in spec.sections[0].questions]
    assert len(set(keys)) == 2
    assert keys[1] == f"{keys[0]}-2"
    assert max(map(len, keys)) <= 120


@pytest.mark.parametrize(
    ("one", "other", "line", "message"),
    [
        ("Backups\n", "\n", None, "The page has no title."),
        ("  • When was it restored?\n", "\n", 9, "The page has no questions."),
        ("Owner\n\n  • Cares.", "", 13, "The page has no roles, so nobody could be asked."),
        ("  • Make one.", "", 5, "Nothing is listed under “Copies”."),
        ("  • Policy: Says so.", "", 19, "Nothing is listed under “Evidence”."),
        ("AWS Backup: Keeps copies.", "AWS Backup", 27,
         "This bullet does not say what “AWS Backup” is used for."),
        ("Make one.", "Make one.\n      • Or two.", 8, "This list is too deep."),
        ("  • Cares.", "  • Cares.\n  •", 18, "This bullet is empty."),
        ("Cloud Services", "Best practices\n\nMore\n\n  • Yes.\n\nCloud Services", 23,
         "The part “Best practices” begins on line 3 already."),
        ("Copies\n", "Backups\n", 5, "The section “Backups” stands on line 1 already."),
        ("restored?", "restored?\n  • When was it “restored”", 12,
         "The question “When was it “restored”” stands on line 11 already."),
        ("  • Cares.", "  • Cares.\n\nowner\n\n  • Cares.", 19,
         "The role “owner” stands on line 15 already."),
        ("Cares.", f"Cares{'!' * 500}", 17,
         "This responsibility has 505 characters; 500 is the most."),
        ("  • Policy", "Further reading\n\n  • Policy", 21,
         "“Further reading” looks like the title of a part that has no place here."),
        ("  • Policy", "Consider these:\n\n  • Policy", 21,
         "“Consider these:” looks like a sentence that has no place here."),
        ("AWS\n", "What else is there?\n", 25,
         "“What else is there?” looks like the title of a part that has no place here."),
        ("Copies\n\n", "  • A stray.\n\nCopies\n\n", 5, "This bullet stands under no heading."),
        ("Backups\n", "Backups\n\nSome words.\n\nOverview\n", 5,
         "“Overview” looks like the title of a part that has no place here."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(
    one: str, other: str, line: int | None, message: str
) -> None:
    assert one in TEXT
    problems = refusal(TEXT.replace(one, other, 1), "page.txt")
    assert (line, message) in [(problem.line, problem.message) for problem in problems]


def test_a_text_without_any_part_is_told_what_the_parts_are() -> None:
    assert only_problem("Eggs\nMilk\nBread\n", "list.txt") == (
        None,
        "No part of a practice page was found in this file.",
    )


def test_a_file_without_a_suffix_is_recognised_by_its_parts() -> None:
    assert importers.read(TEXT.encode(), "page")[0] == "practice-text"
