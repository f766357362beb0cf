"""Practice pages in Markdown: what an author can write, and what each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments import importers
from assessments.spec import (
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    FrameworkSpec,
    LevelSpec,
    ResponsibilitySpec,
    RoleSpec,
)
from tests.assessments.importers.pages import FILES, MARKDOWN, only_problem, refusal


def read(page: str, filename: str = "page.md") -> FrameworkSpec:
    return importers.read(page.encode(), filename)[1].spec


@pytest.fixture
def backups() -> FrameworkSpec:
    return read((FILES / "backups.md").read_text("utf-8"))


def test_front_matter_says_what_the_framework_is(backups: FrameworkSpec) -> None:
    assert (backups.key, backups.title, backups.version) == ("backups", "Backups", "1.10")
    assert backups.description == "Whether lost data would come back."
    assert (backups.publisher, backups.licence, backups.language) == (
        "Example",
        "CC0-1.0",
        "en-GB",
    )
    assert backups.levels == (
        LevelSpec(0, "Never"),
        LevelSpec(1, "Sometimes", "Now and then."),
        LevelSpec(2, "Always"),
    )
    assert backups.ladder == (0, 0, 0.5, 0.5, 1)


def test_the_practice_has_its_own_title_and_the_text_below_it_as_guidance(
    backups: FrameworkSpec,
) -> None:
    practice = backups.sections[0]
    assert (practice.key, practice.title) == ("restorable", "Keep backups that can be restored")
    assert practice.guidance == "A backup that nobody has restored is a *hope*."


def test_guidance_stays_markdown_and_its_outer_bullets_are_the_points(
    backups: FrameworkSpec,
) -> None:
    copies, restore = backups.sections[0].children
    assert (copies.key, restore.key) == ("copies", "restore-on-purpose")
    assert copies.points == (
        "Let a schedule make each copy; do not rely on anyone's memory.",
        "Keep one copy elsewhere.",
    )
    assert copies.guidance.startswith("Let machines do it.\n\n- **Let a schedule")
    assert copies.guidance.endswith("```sh\n# not a heading\n- not a point\n```")


def test_a_question_stands_where_of_puts_it_with_its_roles_weight_and_levels(
    backups: FrameworkSpec,
) -> None:
    (question,) = backups.sections[0].children[0].questions
    assert (question.key, question.text) == ("last-restored", "When was a copy last restored?")
    assert (question.roles, question.weight) == (("systems-engineer",), 2.5)
    assert question.help == "Look it up, do not guess.\n\n- This is help, too."
    assert question.levels == (
        LevelSpec(0, "Never", "Nobody remembers one."),
        LevelSpec(1, "Sometimes", "After an accident."),
        LevelSpec(2, "Always", "Each month."),
    )


def test_levels_can_be_bullets_that_begin_with_their_number(backups: FrameworkSpec) -> None:
    lost, called = backups.sections[0].questions
    assert [level.description for level in lost.levels] == [
        "None of us knows.",
        "Somebody could find out.",
        "The page on the wall says it.",
    ]
    assert lost.roles == ("systems-engineer", "owner")
    assert called.levels == ()


def test_roles_have_responsibilities(backups: FrameworkSpec) -> None:
    assert backups.roles == (
        RoleSpec("systems-engineer", "Systems engineer"),
        RoleSpec("owner", "Product owner"),
    )
    assert backups.sections[0].responsibilities == (
        ResponsibilitySpec("systems-engineer", "Run the schedule"),
        ResponsibilitySpec("owner", "Say how much data may be lost"),
    )


def test_evidence_has_a_kind_as_written_or_as_its_title_says(backups: FrameworkSpec) -> None:
    practice = backups.sections[0]
    assert practice.children[0].expected_evidence == (
        ExpectedEvidenceSpec("rules", "Rules for copies", "policy", "Say what is copied."),
    )
    assert practice.expected_evidence == (
        ExpectedEvidenceSpec("restore-test-results", "Restore test results", "test_result"),
        ExpectedEvidenceSpec(
            "photograph-of-the-tape", "Photograph of the tape", "other", "It exists."
        ),
    )
    assert practice.cloud_services == (
        CloudServiceSpec("AWS", "AWS Backup", "makes and keeps copies by a plan."),
    )


def test_questions_can_be_plain_bullets() -> None:
    kept = [line for line in MARKDOWN.split("\n") if not line[:1].isdigit()]
    page = "\n".join(kept).replace(
        "### When was it restored? {#restored}", "- When was it restored?"
    )
    (question,) = read(page).sections[0].questions
    assert (question.key, question.levels) == ("when-was-it-restored", ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\n", "\r\n"),
        ("# Backups\n", "\ufeff# Backups\n"),
        ("# Backups\n", "---\n---\n# Backups\n"),
        ("### AWS", "### AWS ###"),
        ("- Cares.", "* Cares."),
        ("- Cares.", "-\u00a0Cares."),
        ("{#copies}", "{: #copies }"),
        ("{#restored}", "{#restored roles=“owner”}"),
        ("{#restored}", "{#restored roles='owner' weight=1 kind=level}"),
        ("- Cares.", "***\n\n- Cares."),
        ("- Cares.", "- **Cares.**"),
        ("0. Absent: Never.", "0) Absent – Never."),
        ("0. Absent: Never.", "0. Never."),
        ("- AWS Backup:", "- `AWS Backup`:"),
    ],
)
def test_other_ways_to_write_the_same_give_the_same(one: str, other: str) -> None:
    assert one in MARKDOWN
    assert read(MARKDOWN.replace(one, other)) == read(MARKDOWN)


@pytest.mark.parametrize("filename", ["page.MD", "page.markdown", "page.txt", "page"])
def test_a_page_is_recognised_by_its_name_or_its_headings(filename: str) -> None:
    assert importers.read(MARKDOWN.encode(), filename)[0] == "practice-markdown"


@pytest.mark.parametrize(
    ("one", "other", "line", "message"),
    [
        ("# Backups\n", "", None, "The page has no title."),
        ("# Backups", "Hello\n# Backups", 1, "This stands above the title."),
        ("# Backups", "# Backups\n# Restores", 2, "The page has a title already, on line 1."),
        ("## Evidence", "## Proof", 26, "“Proof” is not a part of a practice page."),
        ("## Evidence", "## Roles", 26, "The part “Who should do this” begins on line 20 already."),
        ("## Evidence", "#### Deep", 26, "This heading is too deep: a page has #, ## and ###."),
        ("## Evidence", "## Evidence\n\n### Some", 28, "A heading `###` has no meaning here."),
        ("## Best", "### Best\n\n## Best", 3, "A heading `###` has no meaning here."),
        ("### Copies", "Words.\n\n### Copies", 5, "This stands above the first `###`."),
        ("- Make one.", "Make one.", 5, "Nothing is listed under “Copies”."),
        ("- Make one.", "```\n- Make one.", 7, "The code that begins here has no end."),
        ("- Cares.", "Cares.", 24, "This is neither a heading nor a bullet."),
        ("- Cares.", "- Cares.\n  - More.", 25, "This list is too deep."),
        ("- Cares.", "- Cares.\n-", 25, "This bullet is empty."),
        ("- Policy: Says so.\n", "", 26, "Nothing is listed under “Evidence”."),
        ("- Policy: S", "- Policy (novel): S", 28, "“novel” is not a kind of artifact."),
        ("- Policy: S", "- (policy): S", 28, "This expected artifact is empty."),
        ("Says so.", "Says so. {of=night}", 28,
         "The page has no best practice with the key “night”."),
        ("- AWS Backup: Keeps copies.", "- AWS Backup", 34,
         "This bullet does not say what “AWS Backup” is used for."),
        ("- AWS B", "- AWS Backup: Once.\n- AWS B", 35,
         "The cloud service “AWS Backup” stands on line 34 already."),
        ("### AWS", "### GCP\n- One: 1.\n### Google Cloud\n- Two: 2.\n### AWS", 34,
         "The provider “Google Cloud” stands on line 32 already."),
        ("{#restored}", "{#restored roles=boss}", 11, "The page has no role with the key “boss”."),
        ("{#restored}", "{#restored of=night}", 11,
         "The page has no best practice with the key “night”."),
        ("{#restored}", "{#restored weight=0}", 11, "“0” cannot be a weight."),
        ("{#restored}", "{#restored weight=much}", 11, "“much” cannot be a weight."),
        ("{#restored}", "{#restored weight=nan}", 11, "“nan” cannot be a weight."),
        ("{#restored}", "{#restored kind=essay}", 11,
         "This version cannot read a question of the kind “essay”."),
        ("{#restored}", "{#restored colour=red}", 11, "The attribute “colour” is not known here."),
        ("{#restored}", "{#restored weight=1 weight=2}", 11,
         "The attribute “weight” stands here twice."),
        ("{#restored}", "{#restored", 11, "A bracket { or } is alone here."),
        ("{#restored}", "{so they say}", 11,
         "This list of attributes cannot be read: “so they say”."),
        ("{#restored}", f"{{roles={'a,' * 600}}}", 11,
         f"This list of attributes cannot be read: “roles={'a,' * 36}a…”."),
        ("{#restored}", "{#Restored}", 11, "“Restored” cannot be a key."),
        ("{#copies}", f"{{#{'k' * 121}}}", 5, "This key has 121 characters; 120 is the most."),
        ("{#copies}", "{#backups}", 5, "Another section has the key “backups”."),
        ("- Cares.", "- Cares. {#x}", 24, "The attribute “key” is not known here."),
        ("0. Absent: Never.\n", "", 11,
         "Not every level is described; these are missing: 0 Absent."),
        ("0. Absent: Never.", "0. Absent:", 13, "This level description is empty."),
        ("0. Absent: Never.", "0. Defined: Never.", 13,
         "Level 0 of the scale is “Absent”, not “Defined”."),
        ("5. Optimizing: Better each time.", "5. Better.\n6. Best.", 19,
         "The scale has no level 6."),
        ("5. Optimizing: Better each time.", "5. Better.\n5. Best.", 19,
         "Level 5 is described twice."),
        ("5. Optimizing: Better each time.", "5. Better.\n- Best.", 19, "This is not a level."),
        ("5. Optimizing: Better each time.", "5. Better.\n\nBest.", 20,
         "This stands below the levels."),
    ],
)  # fmt: skip
def test_each_mistake_is_said_with_its_line(
    one: str, other: str, line: int | None, message: str
) -> None:
    assert one in MARKDOWN
    problems = refusal(MARKDOWN.replace(one, other, 1), "page.md")
    assert (line, message) in [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        ("", 1, "The front matter is not closed within 200 lines."),
        ("- a\n---\n", 2, "The front matter is not a list of fields."),
        ("key: backups\n\nkey: other\n---\n", 4, "The field “key” stands here twice."),
        ("colour: red\n---\n", 2, "There is no field “colour”."),
        ("[a]: red\n---\n", 2, "There is no field “”."),
        ("title: a: b\n---\n", 2,
         "The front matter cannot be read: mapping values are not allowed here."),
        ('title: "\\U00110000"\n---\n', 1, "The front matter cannot be read as YAML."),
        (f"title: {'[' * 5000}\n---\n", 1, "The front matter cannot be read as YAML."),
        (f"title: {'a' * 20_000}\n---\n", 1, "The front matter has over 16,384 characters."),
        ('title: "\\0"\n---\n', 2, "There are characters here that no text has."),
        ('title: "\\ud800"\n---\n', 2, "There are characters here that no text has."),
        (f"title: {'a' * 251}\n---\n", 2, "This framework has 251 characters; 250 is the most."),
        ("title: [a]\n---\n", 2, "A text is expected here, not a list."),
        ("key: A key\n---\n", 2, "“A key” cannot be a key."),
        ("version: one two\n---\n", 2, "“one two” cannot be a version."),
        ("language: English!\n---\n", 2, "“English!” cannot be a language."),
        ("levels: five\n---\n", 2, "The levels are a list of 2 to 11 names, lowest first."),
        ("levels: [One]\n---\n", 2, "The levels are a list of 2 to 11 names, lowest first."),
        ("levels: [One, one]\n---\n", 2, "Two levels have the same name."),
        ("levels: [One, {two: 2, three: 3}]\n---\n", 2, "A text is expected here, not a list."),
        ("levels: [One, '']\n---\n", 2, "This level is empty."),
        ("ladder: [1, 2]\n---\n", 2,
         "The ladder is a list of 5 levels, none lower than the one before it."),
        ("ladder: [1, 2, 3, 4, 6]\n---\n", 2,
         "The ladder is a list of 5 levels, none lower than the one before it."),
        ("ladder: [1, 2, 5, 4, 5]\n---\n", 2,
         "The ladder is a list of 5 levels, none lower than the one before it."),
    ],
)  # fmt: skip
def test_front_matter_that_cannot_be_read_is_refused(front: str, line: int, message: str) -> None:
    problems = refusal(f"---\n{front}{MARKDOWN}", "page.md")
    assert (line, message) in [(problem.line, problem.message) for problem in problems]


def test_the_page_gives_what_the_front_matter_leaves_out() -> None:
    spec = read(f"---\ntitle: All of it\n---\n{MARKDOWN}")
    assert (spec.key, spec.title, spec.version) == ("all-of-it", "All of it", "1.0")
    assert spec.sections[0].title == "Backups"


def test_an_unknown_part_is_one_problem_whatever_it_holds() -> None:
    page = MARKDOWN + "\n## Appendix\n\n### More\n\nWords.\n\n### And more\n"
    assert only_problem(page, "page.md") == (36, "“Appendix” is not a part of a practice page.")


def test_all_problems_are_said_at_once_in_the_order_of_the_lines() -> None:
    page = MARKDOWN.replace("{#copies}", "{#copies x=1}").replace("- Cares.", "Cares.")
    lines = [problem.line for problem in refusal(page, "page.md")]
    assert lines == [5, 22, 24]


def test_the_example_that_authors_are_shown_is_a_page() -> None:
    text = (Path(__file__).parents[3] / "docs" / "practice-page.md").read_text("utf-8")
    spec = read(text.partition("```markdown\n")[2].partition("```")[0])
    assert spec.sections[0].children[0].questions[0].key == "last-restored"
