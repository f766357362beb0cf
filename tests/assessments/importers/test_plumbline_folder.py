"""A folder of practice pages with the file that places them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import importers
from assessments.exporters.practice_pages import PlumblinePages
from assessments.importers.archive import pack
from assessments.importers.base import ImportRefused, Read
from assessments.importers.plumbline import PlumblineFramework
from assessments.importers.practice_markdown import PracticeMarkdown
from assessments.spec import TEAM, RoleSpec
from tests.assessments.importers.pages import MARKDOWN, refusal

HEAD = "plumbline: framework/1\nkey: resilience\ntitle: Resilience\n"
PLACED = (
    HEAD
    + """\
sections:
  - kind: pillar
    key: data
    title: Data
    children:
      - page: pages/backups.md
      - page: pages/restores.md
"""
)
OTHER = """\
# Restores

## Questions to ask the team

### Who restores? {#who roles=owner}

### How fast? {#fast}

## Who should do this

### Owner

- Restores.

### Engineer

- Helps.
"""
FILES = {"framework.yaml": PLACED, "pages/backups.md": MARKDOWN, "pages/restores.md": OTHER}


def packed(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def read(files: dict[str, str]) -> Read:
    name, found = importers.read(packed(files), "resilience.zip")
    assert name == "plumbline"
    return found


def problems(files: dict[str, str]) -> list[tuple[str, int | None, str]]:
    found = refusal(packed(files), "resilience.zip")
    return [(problem.path, problem.line, problem.message) for problem in found]


def test_each_page_comes_in_as_its_practice_where_it_is_placed() -> None:
    spec = read(FILES).spec
    assert (spec.key, spec.title) == ("resilience", "Resilience")
    (pillar,) = spec.sections
    assert [practice.key for practice in pillar.children] == ["backups", "restores"]
    alone = PracticeMarkdown().read(MARKDOWN.encode(), "page.md").spec
    assert pillar.children[0] == alone.sections[0]


def test_roles_of_all_pages_come_together_by_their_keys() -> None:
    spec = read(FILES).spec
    assert spec.roles == (RoleSpec("owner", "Owner"), RoleSpec("engineer", "Engineer"))
    who, fast = spec.sections[0].children[1].questions
    assert (who.roles, fast.roles) == (("owner",), ("owner", "engineer"))


def test_roles_of_the_file_come_first_and_can_be_named_on_any_page() -> None:
    head = PLACED + "roles: [{key: engineer, name: Engineer}, {key: boss, name: Boss}]\n"
    files = FILES | {"framework.yaml": head}
    files["pages/restores.md"] = OTHER.replace("roles=owner", "roles=boss")
    spec = read(files).spec
    assert [role.key for role in spec.roles] == ["engineer", "boss", "owner"]
    who, fast = spec.sections[0].children[1].questions
    assert (who.roles, fast.roles) == (("boss",), ("engineer", "owner"))


def test_a_heading_with_the_name_of_a_role_is_that_role() -> None:
    head = PLACED + "roles: [{key: product-owner, name: Owner}]\n"
    page = OTHER.replace("=owner", "=product-owner")
    spec = read(FILES | {"framework.yaml": head, "pages/restores.md": page}).spec
    assert [role.key for role in spec.roles] == ["product-owner", "engineer"]


def test_a_page_without_roles_asks_those_of_the_file() -> None:
    head = PLACED + "roles: [{key: boss, name: Boss}]\ngroups: [{key: small, name: Small}]\n"
    page = OTHER.partition("## Who should")[0].replace("{#fast}", "{#fast groups=small}")
    page = page.replace("roles=owner", "roles=boss")
    spec = read(FILES | {"framework.yaml": head, "pages/restores.md": page}).spec
    who, fast = spec.sections[0].children[1].questions
    assert (who.roles, fast.roles, fast.groups) == (("boss",), ("boss",), ("small",))


def test_without_sections_every_page_comes_in_by_name() -> None:
    files = FILES | {"framework.yaml": HEAD, "README.md": "# About\n", "notes.txt": "Notes."}
    found = read(files)
    assert [section.key for section in found.spec.sections] == ["backups", "restores"]
    assert found.left_out == ("Files that are no pages of the framework: README.md, notes.txt.",)


def test_sections_can_stand_beside_pages() -> None:
    head = (
        HEAD
        + """\
sections:
  - page: pages/restores.md
  - kind: practice
    key: written
    title: Written in the file
    questions: [{key: q, text: "Q?"}]
"""
    )
    files = {"framework.yaml": head, "pages/restores.md": OTHER}
    spec = read(files).spec
    assert [section.key for section in spec.sections] == ["restores", "written"]
    assert spec.sections[1].questions[0].roles == ("owner", "engineer")


def test_a_file_alone_needs_no_pages() -> None:
    head = HEAD + "sections: [{kind: practice, key: p, title: P, questions: [{key: q, text: Q}]}]\n"
    assert read({"framework.yaml": head}).spec.roles == (TEAM,)


def test_the_file_can_be_json_and_all_stand_in_one_folder() -> None:
    head = '{"plumbline": "framework/1", "key": "a", "title": "A"}'
    files = {"top/framework.json": head, "top/backups.md": MARKDOWN}
    assert [section.key for section in read(files).spec.sections] == ["backups"]


def test_a_page_has_the_scale_of_the_file() -> None:
    head = PLACED + "levels: [{name: Never}, {name: Always}]\n"
    page = OTHER.replace("{#fast}", "{#fast}\n\n0. Never: Slow.\n1. Always: Fast.")
    files = FILES | {"framework.yaml": head, "pages/restores.md": page}
    above, below = MARKDOWN.partition("0. Absent")[0], MARKDOWN.partition("each time.\n")[2]
    files["pages/backups.md"] = above + below
    fast = read(files).spec.sections[0].children[1].questions[1]
    assert [level.description for level in fast.levels] == ["Slow.", "Fast."]


def test_front_matter_of_a_page_is_left_out_and_told() -> None:
    page = f"---\nkey: other\ntitle: Other\nlicence: None\n---\n{OTHER}"
    found = read(FILES | {"pages/restores.md": page})
    assert found.left_out == (
        "The front matter of these pages, but for levels: pages/restores.md.",
    )
    assert (found.spec.key, found.spec.licence) == ("resilience", "")


@pytest.mark.parametrize(
    ("name", "one", "other", "problem"),
    [
        ("framework.yaml", "      - page: pages/restores.md\n", "",
         ("pages/restores.md", None, "This page has no place in the framework.")),
        ("framework.yaml", "restores.md", "restore.md",
         ("framework.yaml: sections[0].children[1].page", 10,
          "There is no page “pages/restore.md” in the archive.")),
        ("framework.yaml", "restores.md", "backups.md",
         ("framework.yaml: sections[0].children[1].page", 10,
          "The page “pages/backups.md” has a place already.")),
        ("framework.yaml", "page: pages/restores.md", "page: 1",
         ("framework.yaml: sections[0].children[1].page", 10,
          "A text is expected here, not a number.")),
        ("framework.yaml", "page: pages/restores.md", "{page: pages/restores.md, title: A}",
         ("framework.yaml: sections[0].children[1].title", 10,
          "There is no field “title” here.")),
        ("framework.yaml", "key: data", "key: backups",
         ("pages/backups.md", None, "Another section has the key “backups”.")),
        ("framework.yaml", "title: Resilience", "roles: [{key: owner, name: Possessor}]",
         ("pages/backups.md", 22, "The role “owner” is called “Possessor” elsewhere.")),
        ("framework.yaml", "title: Resilience", "levels: [{name: A}, {name: B}]",
         ("pages/backups.md", 18, "The scale has no level 5.")),
        ("pages/restores.md", "# Restores\n", "# Restores {#copies}\n",
         ("pages/restores.md", None, "Another section has the key “copies”.")),
        ("pages/restores.md", "{#who roles=owner}", "{#restored}",
         ("pages/restores.md", None, "Another question has the key “restored”.")),
        ("pages/restores.md", "### Owner\n", "### Holder {#owner}\n",
         ("pages/restores.md", None,
          "The role “owner” is called “Holder” here and “Owner” elsewhere.")),
        ("pages/restores.md", "roles=owner", "roles=boss",
         ("pages/restores.md", 5, "The page has no role with the key “boss”.")),
        ("pages/restores.md", "{#fast}", "{#fast groups=small}",
         ("pages/restores.md", 7, "The framework has no group with the key “small”.")),
        ("pages/restores.md", "# Restores\n", "---\nlevels: [A, B]\n---\n# Restores\n",
         ("pages/restores.md", 1, "The page has another scale than its framework.")),
        ("pages/restores.md", "# Restores\n", "",
         ("pages/restores.md", None, "The page has no title.")),
        ("pages/restores.md", OTHER[OTHER.index("## Who should"):], "",
         ("pages/restores.md", 5, "The page has no role with the key “owner”.")),
    ],
)  # fmt: skip
def test_each_mistake_is_said_with_its_file_and_line(
    name: str, one: str, other: str, problem: tuple[str, int | None, str]
) -> None:
    assert one in FILES[name]
    found = problems(FILES | {name: FILES[name].replace(one, other, 1)})
    assert problem in found


def test_without_roles_anywhere_nobody_could_be_asked() -> None:
    page = OTHER.partition("## Who should")[0].replace(" roles=owner", "")
    found = problems({"framework.yaml": HEAD, "restores.md": page})
    assert found == [("restores.md", 5, "There are no roles that could be asked.")]


def test_the_file_must_stand_at_the_top() -> None:
    found = problems({"deep/framework.yaml": HEAD, "page.md": MARKDOWN})
    assert found == [("", None, "There is no framework.yaml at the top of the archive.")]


def test_an_archive_without_the_file_is_another_format() -> None:
    data = packed({"page.md": MARKDOWN})
    assert not PlumblineFramework().recognises(data, "page.zip")


def test_mistakes_in_the_file_and_on_the_pages_are_said_together() -> None:
    files = FILES | {"framework.yaml": PLACED + "colour: red\n"}
    files["pages/backups.md"] = MARKDOWN.replace("- Cares.", "Cares.")
    assert {path for path, _, _ in problems(files)} == {
        "framework.yaml: colour",
        "pages/backups.md",
    }


def test_a_folder_is_packed_and_read_the_same(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    found = PlumblineFramework().read(pack(tmp_path), "folder.zip")
    assert found == read(FILES)


MARKS = [
    "page: pages/backups.md",
    "page: [a]",
    "children: {}",
    "sections:",
    "{#copies}",
    "# A",
    "",
    "-",
]


@given(
    st.sampled_from(list(FILES)), st.integers(0, 40), st.sampled_from(MARKS) | st.text(max_size=20)
)
def test_any_broken_folder_is_read_or_refused(name: str, at: int, line: str) -> None:
    lines = FILES[name].split("\n")
    lines[at % len(lines)] = line
    data = packed(FILES | {name: "\n".join(lines).encode("utf-8", "replace").decode()})
    try:
        spec = PlumblineFramework().read(data, "a.zip").spec
    except ImportRefused:
        return
    assert PlumblineFramework().read(PlumblinePages().write(spec).data, "a.zip").spec == spec


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=4))
def test_any_broken_archive_is_read_or_refused(at: int, patch: bytes) -> None:
    data = packed(FILES)
    at %= len(data)
    data = data[:at] + patch + data[at + len(patch) :]
    try:
        spec = PlumblineFramework().read(data, "a.zip").spec
    except ImportRefused:
        return
    assert spec.key
