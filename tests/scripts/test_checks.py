"""The judgements that are our own: leaks, requirements, known vulnerabilities, and the lines."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts import audit, hygiene
from scripts.check import Step, Verdict, line, steps
from scripts.sentences import Stop
from tests.needs import may_skip

ONE = Step("style", "ruff check .")


def test_a_registry_host_or_a_machine_path_is_a_leak() -> None:
    text = "pip install --index-url https://registry.example.org/simple\ncd /srv/build/here"
    found = hygiene.leaks(text, {"registry.example.org", "other.example.org"}, {"/srv/build/"})
    assert found == ["/srv/build/", "registry.example.org"]


@pytest.mark.parametrize(
    ("root", "home", "expected"),
    [
        ("/build/plumbline", "/home/ada", {"/build/", "/home/ada/"}),
        ("/srv/plumbline", "/", {"/srv/plumbline/"}),
    ],
)
def test_folders_that_every_machine_has_may_be_named(
    root: str, home: str, expected: set[str]
) -> None:
    assert hygiene.places(Path(root), Path(home)) == expected


def test_a_requirement_without_a_fitting_pin_is_told() -> None:
    compiled = "django==5.2.19 \\\n    --hash=sha256:00\nnh3==0.3.7\n"
    wanted = ["Django>=5.2,<5.3", "nh3>=1", "markdown>=3"]
    assert hygiene.out_of_step(wanted, compiled) == ["nh3>=1", "markdown>=3"]


def audited(monkeypatch: pytest.MonkeyPatch, *packages: Mapping[str, object]) -> None:
    said = json.dumps({"dependencies": packages}) if packages else "no answer"
    done = subprocess.CompletedProcess([], 0, stdout=said, stderr="")
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: done)


def test_an_audit_without_a_database_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    audited(monkeypatch, {"name": "django", "skip_reason": "Dependency not found"})
    assert audit.work() == 0
    audited(monkeypatch)
    assert audit.work() == 0
    assert capsys.readouterr().out.count("no advisory database can be reached") == 2


def test_a_known_vulnerability_fails_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"name": "django", "version": "5.2.1", "vulns": [{"id": "CVE-2026-1"}]}
    audited(monkeypatch, found, {"name": "nh3", "version": "0.3", "vulns": []})
    with pytest.raises(Stop, match=r"^django 5\.2\.1: CVE-2026-1$"):
        audit.work()


def test_a_clean_audit_counts_the_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    audited(monkeypatch, {"name": "nh3", "version": "0.3", "vulns": []})
    assert audit.work() == 0
    assert capsys.readouterr().out == "1 packages, no known vulnerability\n"


def test_a_line_tells_the_time_and_a_failure_its_reason() -> None:
    assert line(Verdict(ONE, passed=True, seconds=1.25, output="noise")).split() == [
        "ok", "style", "1.2", "s",
    ]  # fmt: skip
    assert line(Verdict(ONE, passed=False, seconds=1, output="E501")).endswith("\nE501\n")
    teller = Step("audit", "true", tells=True)
    assert line(Verdict(teller, passed=True, seconds=1, output="a\nb")).endswith("s  b")


def test_every_check_is_there() -> None:
    assert {step.name for step in steps("")} >= {"types", "style", "layers", "settings", "hygiene"}


@pytest.mark.parametrize(
    ("reason", "in_ci", "expected"),
    [
        ("chromium is missing", False, True),
        ("Skipped: chromium is missing", True, False),
        ("Skipped: Only for PostgreSQL: row locks", True, True),
    ],
)
def test_ci_leaves_out_nothing_for_want_of_a_component(
    reason: str, in_ci: bool, expected: bool
) -> None:
    assert may_skip(reason, in_ci=in_ci) is expected
