"""What was said and what was published cannot be updated."""

from django.db import migrations

from organizations.append_only import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_initial")]

    operations = [
        forbid_updates("assessments_answerversion"),
        forbid_updates("assessments_milestone"),
    ]
