#!/bin/sh
# Runs a Python of 3.11 or newer with the arguments given. PYTHON=/path/to/python chooses one.
set -u
for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
found=$("${PYTHON:-python3}" --version 2>/dev/null) || found="no Python"
cat >&2 <<SENTENCE
Plumbline needs Python 3.11 or newer and found ${found}: install it ("sudo apt-get install python3.11 python3.11-venv" on Debian and Ubuntu, "sudo dnf install python3.12" on Fedora, "brew install python@3.13" on macOS), or name one with PYTHON=/path/to/python3.12 make run.
SENTENCE
exit 1
