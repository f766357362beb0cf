"""What must not be in a committed file: a package registry's host, a path of one machine.

The requirement files must also be in step with pyproject.toml, and name no address at all.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.sentences import Stop, main

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = (
    (sys.executable, "-m", "pip", "config", "list"),
    ("npm", "config", "get", "registry"),
    ("sh", "-c", "cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null"),
)
TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".sh", ".yaml", ".yml", ".json", ""}
USUAL = {
    f"/{name}" for name in ("", "home", "mnt", "opt", "srv", "tmp", "usr", "var", "nonexistent")
}
ADDRESS = re.compile(r"[a-z+]+://[^\s'\"\])]+")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def registry_hosts() -> set[str]:
    """The hosts that this machine's package clients ask; none may be named in the repository."""
    said = ""
    for command in CLIENTS:
        try:
            said += subprocess.run(command, capture_output=True, text=True, check=False).stdout
        except OSError:
            continue  # that client is not here, so its registry cannot have leaked from here
    hosts = {urlsplit(address).hostname for address in ADDRESS.findall(said)}
    return {host for host in hosts if host}


def leaks(text: str, hosts: set[str], ours: set[str]) -> list[str]:
    """The forbidden hosts and folders that `text` names."""
    return sorted(word for word in hosts | ours if word in text)


def out_of_step(wanted: list[str], compiled: str) -> list[str]:
    """The requirements that no pin in `compiled` satisfies."""
    pins = {canonicalize_name(name): version for name, version in PIN.findall(compiled)}
    found = []
    for requirement in map(Requirement, wanted):
        version = pins.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version):
            found.append(str(requirement))
    return found


def _committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


def places(root: Path, home: Path) -> set[str]:
    """Folders of this machine that a careless example would name: not those that all have."""
    beside = root if str(root.parent) in USUAL else root.parent
    return {f"{place}/" for place in (beside, home) if str(place) not in USUAL}


def _complaints() -> list[str]:
    hosts, ours = registry_hosts(), places(ROOT, Path.home())
    found = [
        f"{path.relative_to(ROOT)} names {word}"
        for path in _committed()
        for word in leaks(path.read_text(errors="replace"), hosts, ours)
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    base, groups = project["project"]["dependencies"], project["dependency-groups"]
    tools = [one for one in groups["dev"] if isinstance(one, str)]  # a table names another group
    for name, wanted in (
        ("base", base),
        ("dev", base + tools + groups["installer"]),
        ("installer", groups["installer"]),
    ):
        compiled = (ROOT / "requirements" / f"{name}.txt").read_text()
        late = out_of_step(wanted, compiled)
        found += [f"requirements/{name}.txt lacks {text}: make requirements" for text in late]
        found += [f"requirements/{name}.txt has {text}" for text in ADDRESS.findall(compiled)]
    return found


def work() -> int:
    """0 when nothing is amiss."""
    found = _complaints()
    if found:
        raise Stop("\n".join(found))
    return 0


if __name__ == "__main__":
    main(work)
