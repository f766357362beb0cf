"""All steps up to 0005_address_checks in one, for a new database. An older one goes step by step."""

import django.db.models.deletion
import django.utils.timezone
import evidence.models.artifact
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [("evidence", "0001_initial"), ("evidence", "0002_initial"), ("evidence", "0003_presets_and_methods"), ("evidence", "0004_pushed_points"), ("evidence", "0005_address_checks")]

    dependencies = [
        ("organizations", "0001_squashed_0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Artifact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('dashboard', 'Dashboard'), ('guide', 'Guide'), ('checklist', 'Checklist'), ('runbook', 'Runbook'), ('playbook', 'Playbook'), ('matrix', 'Matrix'), ('report', 'Report'), ('ticket', 'Ticket'), ('code', 'Code'), ('test_result', 'Test result'), ('screenshot', 'Screenshot'), ('other', 'Other')], max_length=12, verbose_name='kind')),
                ('description', models.TextField(blank=True, max_length=4000, verbose_name='description')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='artifacts', to='organizations.organization')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='artifacts', to=settings.AUTH_USER_MODEL)),
                ('workload', models.ForeignKey(blank=True, help_text='Empty: it serves the whole organization.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='artifacts', to='organizations.workload')),
            ],
            options={
                'ordering': ['title', 'pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['policy', 'dashboard', 'guide', 'checklist', 'runbook', 'playbook', 'matrix', 'report', 'ticket', 'code', 'test_result', 'screenshot', 'other'])), name='artifact_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Probe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('metric', models.CharField(max_length=200, verbose_name='metric')),
                ('preset', models.CharField(blank=True, max_length=80, verbose_name='preset')),
                ('parameters', models.JSONField(blank=True, default=dict, verbose_name='parameters')),
                ('terms', models.JSONField(default=dict, verbose_name='series')),
                ('method', models.CharField(choices=[('statistic', 'A statistic of the points'), ('ratio', 'Ratio of sums'), ('share', 'Share of a limit'), ('slope', 'Growth over the window, in percent'), ('floor', 'Lowest point outside of a schedule'), ('within', 'Share of points between two values'), ('runs', 'Runs counted of those expected')], default='statistic', max_length=10, verbose_name='method')),
                ('statistic', models.CharField(choices=[('last', 'Last point'), ('mean', 'Mean'), ('max', 'Maximum'), ('min', 'Minimum'), ('sum', 'Sum'), ('p50', 'Median'), ('p95', '95th percentile'), ('p99', '99th percentile')], max_length=4, verbose_name='statistic')),
                ('of', models.JSONField(default=list, verbose_name='of the series')),
                ('per', models.JSONField(blank=True, default=list, verbose_name='by the series')),
                ('arguments', models.JSONField(blank=True, default=dict, verbose_name='arguments')),
                ('grain_seconds', models.PositiveIntegerField(default=3600, verbose_name='distance of points (seconds)')),
                ('window_seconds', models.PositiveIntegerField(default=86400, verbose_name='window (seconds)')),
                ('every_seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='read every (seconds)')),
                ('next_due_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='next reading')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('comparison', models.CharField(choices=[('at_most', 'at most'), ('at_least', 'at least'), ('between', 'between')], max_length=8, verbose_name='good is')),
                ('bound_pass', models.FloatField(verbose_name='pass bound')),
                ('bound_warn', models.FloatField(verbose_name='warn bound')),
                ('floor_pass', models.FloatField(blank=True, null=True, verbose_name='lower pass bound')),
                ('floor_warn', models.FloatField(blank=True, null=True, verbose_name='lower warn bound')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='why it matters')),
                ('stale_after_seconds', models.PositiveIntegerField(default=86400, verbose_name='stale after (seconds)')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='probes', to='organizations.organization')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='probes', to=settings.AUTH_USER_MODEL)),
                ('workload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='probes', to='organizations.workload')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('workload', 'name'), name='probe_name_once', violation_error_message='This workload has a probe of that name.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('bound_warn__gte', models.F('bound_pass')), ('comparison', 'at_most'), ('floor_pass__isnull', True), ('floor_warn__isnull', True)), models.Q(('bound_warn__lte', models.F('bound_pass')), ('comparison', 'at_least'), ('floor_pass__isnull', True), ('floor_warn__isnull', True)), models.Q(('bound_pass__gte', models.F('floor_pass')), ('bound_warn__gte', models.F('bound_pass')), ('comparison', 'between'), ('floor_pass__gte', models.F('floor_warn'))), _connector='OR'), name='probe_bounds_in_order', violation_error_message='The warning bound is on the wrong side of the pass bound.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='read')),
                ('window_start', models.DateTimeField(verbose_name='window from')),
                ('window_end', models.DateTimeField(verbose_name='window to')),
                ('state', models.CharField(choices=[('pass', 'Pass'), ('warn', 'Warn'), ('fail', 'Fail'), ('no_data', 'No data'), ('stale', 'Stale'), ('error', 'Error')], max_length=7, verbose_name='state')),
                ('value', models.FloatField(blank=True, null=True, verbose_name='value')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                ('points', models.PositiveIntegerField(default=0, verbose_name='points')),
                ('series', models.JSONField(default=list, verbose_name='series')),
                ('message', models.CharField(max_length=300, verbose_name='in words')),
                ('query', models.TextField(blank=True, verbose_name='query as sent')),
                ('connector_version', models.CharField(max_length=40, verbose_name='connector')),
                ('response_hash', models.CharField(blank=True, max_length=64, verbose_name='response SHA-256')),
                ('is_kept', models.BooleanField(default=False, verbose_name='held by a milestone')),
                ('probe', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='evidence.probe')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['pass', 'warn', 'fail', 'no_data', 'stale', 'error'])), name='reading_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['pass', 'warn', 'fail']), _negated=True), ('value__isnull', False), _connector='OR'), name='reading_judged_has_value'),
                ],
                'indexes': [
                    models.Index(fields=['probe', '-at'], name='reading_newest'),
                    models.Index(fields=['at'], name='reading_age'),
                ],
            },
        ),
        migrations.AddField(
            model_name='probe',
            name='latest',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='evidence.reading'),
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='revision')),
                ('file', models.FileField(blank=True, max_length=200, upload_to=evidence.models.artifact.revision_path, verbose_name='file')),
                ('url', models.URLField(blank=True, max_length=2000, verbose_name='address')),
                ('filename', models.CharField(blank=True, max_length=200, verbose_name='file name')),
                ('content_type', models.CharField(blank=True, max_length=120, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='size')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='submitted')),
                ('state', models.CharField(choices=[('submitted', 'Submitted'), ('accepted', 'Accepted'), ('returned', 'Returned'), ('withdrawn', 'Withdrawn')], default='submitted', max_length=9, verbose_name='state')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                ('review_comment', models.TextField(blank=True, max_length=4000, verbose_name="reviewer's comment")),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=300, verbose_name='why withdrawn')),
                ('artifact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='evidence.artifact')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['artifact', '-number'],
                'constraints': [
                    models.UniqueConstraint(fields=('artifact', 'number'), name='revision_number_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('file', ''), models.Q(('url', ''), _negated=True)), models.Q(models.Q(('file', ''), _negated=True), ('url', '')), _connector='OR'), name='revision_file_or_url'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'accepted', 'returned', 'withdrawn'])), name='revision_state_known'),
                ],
                'indexes': [
                    models.Index(fields=['state', 'submitted_at'], name='revision_waiting'),
                    models.Index(condition=models.Q(('url', ''), _negated=True), fields=['artifact', 'number'], name='revision_addresses'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AddressCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField(verbose_name='checked')),
                ('outcome', models.CharField(choices=[('answers', 'It answers'), ('sign_in', 'It asks for a sign-in'), ('gone', 'It is gone'), ('silent', 'It does not answer'), ('refused', 'The network guard refuses it')], max_length=8, verbose_name='outcome')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='status')),
                ('words', models.CharField(max_length=300, verbose_name='in words')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='last answered')),
                ('first_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 at first')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 now')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='address_check', to='evidence.revision')),
            ],
            options={
                'ordering': ['-checked_at', 'pk'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['answers', 'sign_in', 'gone', 'silent', 'refused'])), name='address_check_outcome_known'),
                ],
                'indexes': [
                    models.Index(fields=['checked_at'], name='address_check_age'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('connector', models.CharField(max_length=40, verbose_name='connector')),
                ('settings', models.JSONField(blank=True, default=dict, verbose_name='settings')),
                ('is_enabled', models.BooleanField(default=True, verbose_name='collecting')),
                ('is_urgent', models.BooleanField(default=True, verbose_name='also outside of quiet hours')),
                ('every_seconds', models.PositiveIntegerField(default=3600, verbose_name='collected every (seconds)')),
                ('next_due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next collection')),
                ('last_collected_at', models.DateTimeField(blank=True, null=True, verbose_name='last collected')),
                ('last_error', models.TextField(blank=True, verbose_name='what is wrong')),
                ('last_calls', models.PositiveIntegerField(default=0, verbose_name='requests of the last collection')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='failed in a row')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='organizations.organization')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('organization', 'name'), name='source_name_once', violation_error_message='This organization has a source of that name.'),
                    models.CheckConstraint(condition=models.Q(('every_seconds__gte', 10)), name='source_not_hammered'),
                ],
                'indexes': [
                    models.Index(fields=['is_enabled', 'next_due_at'], name='source_due'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PushedPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=80, verbose_name='series')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('value', models.FloatField(verbose_name='value')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pushed_points', to='evidence.source')),
            ],
            options={
                'ordering': ['source', 'series', '-at'],
                'constraints': [
                    models.UniqueConstraint(fields=('source', 'series', 'at'), name='pushed_point_once'),
                ],
                'indexes': [
                    models.Index(fields=['at'], name='pushed_point_age'),
                ],
            },
        ),
        migrations.AddField(
            model_name='probe',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='probes', to='evidence.source'),
        ),
        migrations.AddIndex(
            model_name='probe',
            index=models.Index(fields=['source', 'next_due_at'], name='probe_due'),
        ),
    ]
