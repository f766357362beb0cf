"""Whether any pinned package has a known vulnerability, where an advisory database answers."""

from __future__ import annotations

import json
import subprocess
import sys

from scripts.sentences import Stop, main

COMMAND = "-m pip_audit --requirement requirements/base.txt --require-hashes --disable-pip"


def work() -> int:
    """0 without findings, and also, with a sentence, where no database can be reached."""
    done = subprocess.run(
        [sys.executable, *COMMAND.split(), "--timeout", "10", "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        packages = []
    judged = [package for package in packages if "vulns" in package]
    if not judged:
        print("not run: no advisory database can be reached from here")
        return 0
    found = [package for package in judged if package["vulns"]]
    if found:
        raise Stop("\n".join(map(_finding, found)))
    print(f"{len(judged)} packages, no known vulnerability")
    return 0


def _finding(package: dict[str, list[dict[str, str]]]) -> str:
    names = ", ".join(vulnerability["id"] for vulnerability in package["vulns"])
    return f"{package['name']} {package['version']}: {names}"


if __name__ == "__main__":
    main(work)
