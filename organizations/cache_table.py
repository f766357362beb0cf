"""A migration step: the table of the cache that counts sign-in attempts and calls."""

from __future__ import annotations

from django.apps.registry import Apps
from django.core.management import call_command
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython


def make_cache_table() -> RunPython:
    """The table is there; twice changes nothing. Backwards it stays."""

    def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        call_command("createcachetable", database=editor.connection.alias, verbosity=0)

    return RunPython(forwards, RunPython.noop)
