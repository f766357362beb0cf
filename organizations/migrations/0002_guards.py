"""Audit events cannot be updated; the cache table that counts sign-in attempts exists."""

from django.db import migrations

from organizations.append_only import forbid_updates
from organizations.cache_table import make_cache_table


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [forbid_updates("organizations_auditevent"), make_cache_table()]
