"""What a message leaves out, so that it keeps well under 1 KiB whatever the host is called."""

from __future__ import annotations

# Nothing reads these in a worker of ours.
LEAN_HEADERS: dict[str, str | None] = {
    "argsrepr": "",
    "kwargsrepr": "",
    "origin": "",
    "root_id": None,
    "parent_id": None,
}
NO_REPLY = "-"
