"""The rules of the house, measured: sizes, names, templates, where imports stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("config", "organizations", "jobs", "evidence", "assessments", "reports", "charts")
TEMPLATES = ROOT / "templates"

MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES, STYLESHEET_LINES = 400, 50, 120, 150

FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "core", "manager", "services"}

INNER_IMPORTS: dict[str, str] = {}
"""Modules that may import inside a function, each with the reason why it must."""


def modules(*tops: str) -> list[Path]:
    """Every module below these folders, without migrations, which are generated."""
    found = (path for top in tops for path in (ROOT / top).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def in_house(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


PRODUCT_MODULES = modules(*PRODUCT)
MODULES = [*PRODUCT_MODULES, *modules("tests", "scripts")]
TEMPLATE_FILES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
STYLESHEETS = sorted((ROOT / "static").rglob("*.css"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_there_is_something_to_measure() -> None:
    assert len(PRODUCT_MODULES) > 50
    assert len(TEMPLATE_FILES) > 50
    assert STYLESHEETS


def test_modules_are_short() -> None:
    long = {in_house(path): lines(path) for path in MODULES if lines(path) > MODULE_LINES}
    assert not long


def test_functions_are_short() -> None:
    """In the product; a test's data may read as one long table."""
    long = {
        f"{in_house(path)}:{function.name}": size
        for path in PRODUCT_MODULES
        for function in functions(path)
        if (size := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }
    assert not long


def test_templates_are_short() -> None:
    long = {in_house(path): lines(path) for path in TEMPLATE_FILES if lines(path) > TEMPLATE_LINES}
    assert not long


def test_stylesheets_are_short() -> None:
    long = {in_house(path): lines(path) for path in STYLESHEETS if lines(path) > STYLESHEET_LINES}
    assert not long


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [
        in_house(path)
        for path in MODULES
        if path.stem in FORBIDDEN_NAMES
        or (path in PRODUCT_MODULES and path.parent.name in FORBIDDEN_NAMES)
    ]
    assert not vague


def test_imports_stand_on_top() -> None:
    inner = {
        in_house(path)
        for path in PRODUCT_MODULES
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert inner == set(INNER_IMPORTS)


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=in_house)
def test_a_template_compiles(path: Path) -> None:
    get_template(path.relative_to(TEMPLATES).as_posix())


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=in_house)
def test_a_template_begins_with_a_comment_that_lists_its_variables(path: Path) -> None:
    begin = r"(\{% extends \"[^\"]+\" %\}\n)?\{% comment %\}(.*?)\{% endcomment %\}"
    found = re.match(begin, path.read_text(encoding="utf-8"), re.DOTALL)
    assert found, "Begin with {% comment %}, or with it right below {% extends %}."
    assert "Variables:" in found[2]


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=in_house)
def test_a_template_has_no_style_or_script_of_its_own(path: Path) -> None:
    """The content security policy would refuse it, silently for whoever wrote it."""
    inline = re.compile(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:", re.I)
    assert not inline.findall(path.read_text(encoding="utf-8"))


def test_whatever_a_tool_is_told_to_overlook_has_a_reason() -> None:
    told = re.compile(r"# (?:type: ignore|noqa)(?:\[[\w-]+(?:, ?[\w-]+)*\]|: ?[A-Z0-9, ]+)?(.*)$")
    silent = [
        f"{in_house(path)}:{number}"
        for path in PRODUCT_MODULES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := told.search(line)) and len(found[1].strip()) < 5
    ]
    assert not silent
