"""What a newcomer is told when the machine lacks something, and what is not done twice."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import pango, setup, system_packages
from scripts.sentences import Stop, main
from scripts.system_packages import Component


def pythons(folder: Path, version: str, status: int) -> dict[str, str]:
    """An environment whose only Python says this version, and `status` when asked for 3.11."""
    fake = folder / "python3"
    fake.write_text(f'#!/bin/sh\n[ "$1" != --version ] && exit {status}\necho "Python {version}"\n')
    fake.chmod(0o755)
    (folder / "cat").symlink_to("/bin/cat")
    return {"PATH": str(folder)}


def bootstrap(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", setup.ROOT / "scripts" / "python.sh", "-c", ""],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = bootstrap(pythons(tmp_path, "3.9.2", 1))
    assert done.returncode == 1
    assert "needs Python 3.11 or newer and found Python 3.9.2" in done.stderr
    assert "sudo apt-get install python3" in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_python_at_all_is_told(tmp_path: Path) -> None:
    (tmp_path / "cat").symlink_to("/bin/cat")
    assert "found no Python:" in bootstrap({"PATH": str(tmp_path)}).stderr


def test_a_python_that_is_new_enough_is_used(tmp_path: Path) -> None:
    assert bootstrap(pythons(tmp_path, "3.11.0", 0)).returncode == 0


def test_a_python_without_venv_is_told_which_package_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(setup, "_usable", lambda: False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Stop, match=r"sudo apt-get install python3\.\d+-venv"):
        setup.set_up("base")


def test_nothing_is_installed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "installed.json"
    note.write_text(json.dumps(setup.wanted("dev")))
    monkeypatch.setattr(setup, "NOTE", note)
    monkeypatch.setattr(setup, "_usable", lambda: True)
    monkeypatch.setattr(setup, "_install", lambda which: pytest.fail("installed again"))
    setup.set_up("base")
    setup.set_up("dev")


@pytest.mark.parametrize("note", ["", '{"base": "another hash"}', None])
def test_changed_requirements_are_installed(
    note: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(setup, "NOTE", tmp_path / "installed.json")
    if note is not None:
        setup.NOTE.write_text(note)
    monkeypatch.setattr(setup, "_usable", lambda: True)
    monkeypatch.setattr(setup, "_install", installed.append)
    setup.set_up("base")
    assert installed == ["base"]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where `pip` and `uv` write down what they were asked; `fails` names who fails."""
    for name in ("pip", "uv"):
        program = tmp_path / name
        program.write_text(
            f"#!/bin/sh\n"
            f'echo "{name} $* index=$UV_DEFAULT_INDEX" >> {tmp_path}/asked\n'
            f'[ "$2" = list ] && echo "global.index-url=\'https://index.example.org/simple\'"\n'
            f"! grep -qx {name} {tmp_path}/fails 2>/dev/null\n"
        )
        program.chmod(0o755)
    monkeypatch.setattr(setup, "PIP", (str(tmp_path / "pip"),))
    monkeypatch.setattr(setup, "UV", tmp_path / "uv")
    monkeypatch.setattr(setup, "NOTE", tmp_path / "installed.json")
    monkeypatch.setattr(setup, "_usable", lambda: True)
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    return tmp_path


def asked(programs: Path) -> list[str]:
    return (programs / "asked").read_text().splitlines()


def test_pip_brings_uv_and_uv_brings_the_rest_from_pips_index(programs: Path) -> None:
    setup.set_up("base")
    _, first, second = asked(programs)
    assert first.startswith("pip install --require-hashes")
    assert "/installer.txt" in first
    assert second.startswith("uv pip install")
    assert "/base.txt index=https://index.example.org/simple" in second
    assert "--require-hashes" in second
    assert json.loads(setup.NOTE.read_text()) == setup.wanted("base")


def test_pip_brings_all_where_uv_cannot(programs: Path) -> None:
    (programs / "fails").write_text("uv\n")
    setup.set_up("base")
    *_, last = asked(programs)
    assert last.startswith("pip install --require-hashes")
    assert "/base.txt" in last
    assert setup.NOTE.exists()


def test_where_neither_can_it_is_said_and_not_remembered(programs: Path) -> None:
    (programs / "fails").write_text("uv\npip\n")
    with pytest.raises(Stop, match="It needs a Python package index once"):
        setup.set_up("base")
    assert not setup.NOTE.exists()


def test_missing_pango_is_named() -> None:
    def load(name: str) -> object:
        if "pangoft2" in name:
            raise OSError(name)
        return object()

    (absent,) = pango.missing(load)
    assert "pangoft2" in absent


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("apt-get", "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("dnf", "sudo dnf install pango"),
        ("brew", "brew install pango"),
        ("none of them", "install Pango with your package manager"),
    ],
)
def test_the_command_suits_the_machine(tool: str, command: str) -> None:
    said = pango.sentence(["libpango"], lambda name: f"/usr/bin/{name}" if name == tool else None)
    assert command in said
    assert "libpango not found" in said


def test_setup_stops_without_pango_but_the_tests_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "set_up", lambda which: None)
    monkeypatch.setattr(pango, "missing", lambda: ["libpango"])
    monkeypatch.setattr("sys.argv", ["setup", "dev"])
    assert setup.work() == 0
    monkeypatch.setattr("sys.argv", ["setup"])
    with pytest.raises(Stop, match="PDF reports need the Pango libraries"):
        setup.work()


def test_an_ordinary_user_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    part = Component("the browser tests", ("chromium",), lambda: False)
    monkeypatch.setattr(system_packages, "COMPONENTS", {"chromium": part})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert system_packages.work() == 0
    assert capsys.readouterr().out == (
        "chromium is missing: the browser tests cannot be tried.\n"
        "On Debian and Ubuntu: sudo apt-get install chromium\n"
    )


def test_root_has_it_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[dict[str, Component]] = []
    part = Component("the browser tests", ("chromium",), lambda: bool(installed))
    monkeypatch.setattr(system_packages, "COMPONENTS", {"chromium": part})
    monkeypatch.setattr(system_packages, "_install", installed.append)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert system_packages.work() == 0
    assert installed == [{"chromium": part}]


def test_a_stop_is_a_sentence_and_a_status(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        raise Stop("Port 8000 is taken.")

    with pytest.raises(SystemExit) as leaving:
        main(work)
    assert leaving.value.code == 1
    assert capsys.readouterr().err == "Port 8000 is taken.\n"
