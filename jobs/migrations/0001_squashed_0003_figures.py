"""All steps up to 0003_figures in one, for a new database. An older one goes step by step."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [("jobs", "0001_initial"), ("jobs", "0002_initial"), ("jobs", "0003_figures")]

    dependencies = [
        ("organizations", "0001_squashed_0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queue', models.CharField(choices=[('interactive', 'Someone is waiting'), ('collect', 'Collecting signals'), ('checks', 'Checks'), ('bulk', 'Quiet hours')], max_length=12, verbose_name='queue')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], max_length=8, verbose_name='state')),
                ('jobs', models.PositiveBigIntegerField(default=0, verbose_name='jobs')),
                ('wait_seconds', models.FloatField(default=0, verbose_name='waited')),
                ('run_seconds', models.FloatField(default=0, verbose_name='ran')),
                ('cpu_seconds', models.FloatField(default=0, verbose_name='processor time')),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'constraints': [models.UniqueConstraint(fields=('queue', 'state'), name='tally_once')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('task', models.CharField(max_length=80, verbose_name='task')),
                ('queue', models.CharField(choices=[('interactive', 'Someone is waiting'), ('collect', 'Collecting signals'), ('checks', 'Checks'), ('bulk', 'Quiet hours')], max_length=12, verbose_name='queue')),
                ('subject_id', models.CharField(blank=True, max_length=40, verbose_name='of')),
                ('key', models.CharField(help_text='Two unfinished jobs never share a key.', max_length=120, verbose_name='key')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='queued', max_length=8, verbose_name='state')),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='progress')),
                ('step', models.CharField(blank=True, max_length=120, verbose_name='doing')),
                ('error', models.TextField(blank=True, verbose_name='what went wrong')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='requested')),
                ('run_after', models.DateTimeField(default=django.utils.timezone.now, verbose_name='not before')),
                ('nudged_at', models.DateTimeField(blank=True, null=True, verbose_name='last message')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='lease until')),
                ('claim', models.UUIDField(blank=True, null=True, verbose_name='claim')),
                ('worker', models.CharField(blank=True, max_length=120, verbose_name='worker')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('max_attempts', models.PositiveSmallIntegerField(default=3, verbose_name='attempts allowed')),
                ('wait_seconds', models.FloatField(blank=True, null=True, verbose_name='waited')),
                ('run_seconds', models.FloatField(blank=True, null=True, verbose_name='ran')),
                ('cpu_seconds', models.FloatField(blank=True, null=True, verbose_name='processor time')),
                ('peak_memory', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='peak memory')),
                ('message_bytes', models.PositiveIntegerField(blank=True, null=True, verbose_name='message size')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='jobs', to='organizations.organization')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['state', 'run_after'], name='job_due'), models.Index(fields=['finished_at'], name='job_finished'), models.Index(fields=['state', '-finished_at'], name='job_ended'), models.Index(fields=['-created_at'], name='job_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('key',), name='job_key_once_unfinished'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed'])), name='job_state_known'), models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='job_percent_in_range')],
            },
        ),
    ]
