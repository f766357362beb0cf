"""A framework never changes, and the database refuses what would change one in use."""

from django.db import migrations

from assessments.frozen import freeze


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_question_kinds")]

    operations = [freeze()]
