"""Audit events cannot be updated; the cache table that counts sign-in attempts exists."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from organizations.append_only import forbid_updates


def make_cache_table(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [
        forbid_updates("organizations_auditevent"),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
