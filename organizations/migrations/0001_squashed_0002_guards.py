"""All steps up to 0002_guards in one, for a new database. An older one goes step by step."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from organizations.append_only import forbid_updates
from organizations.cache_table import make_cache_table


class Migration(migrations.Migration):

    initial = True

    replaces = [("organizations", "0001_initial"), ("organizations", "0002_guards")]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                ('is_sample', models.BooleanField(default=False, help_text='Made by Plumbline to show itself; removed by one command.', verbose_name='sample')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('audit_length', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='audit events')),
                ('audit_head', models.CharField(default='', editable=False, max_length=64, verbose_name='audit head')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('is_staff', models.BooleanField(default=False, help_text='Opens the admin pages to this person.', verbose_name='may use the admin')),
                ('is_active', models.BooleanField(default=True, help_text='Clear this instead of deleting the account.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'ordering': ['email'],
                'constraints': [
                    models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once', violation_error_message='An account with this e-mail address exists.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rights', models.CharField(choices=[('owner', 'Owner'), ('lead', 'Lead'), ('member', 'Member'), ('reviewer', 'Reviewer'), ('reader', 'Reader')], max_length=12, verbose_name='rights')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='organizations.organization')),
            ],
            options={
                'ordering': ['organization', 'user'],
                'constraints': [
                    models.UniqueConstraint(fields=('organization', 'user'), name='membership_once'),
                    models.CheckConstraint(condition=models.Q(('rights__in', ['owner', 'lead', 'member', 'reviewer', 'reader'])), name='membership_rights_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('actor_email', models.CharField(blank=True, max_length=254, verbose_name='who')),
                ('verb', models.CharField(max_length=60, verbose_name='what')),
                ('subject_type', models.CharField(max_length=60, verbose_name='of')),
                ('subject_id', models.CharField(max_length=40)),
                ('subject_label', models.CharField(max_length=200, verbose_name='subject')),
                ('detail', models.JSONField(default=dict, verbose_name='detail')),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
                ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audit_events', to='organizations.organization')),
            ],
            options={
                'ordering': ['organization', '-sequence'],
                'constraints': [
                    models.UniqueConstraint(fields=('organization', 'sequence'), name='audit_event_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What uses it, for example a CI job.', max_length=80, verbose_name='name')),
                ('scope', models.CharField(choices=[('read', 'Read'), ('write', 'Read and write'), ('evidence', 'Add evidence only'), ('readings', 'Push readings only')], default='read', max_length=10, verbose_name='scope')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('prefix', models.CharField(editable=False, max_length=12, verbose_name='starts with')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires')),
                ('last_used_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Workload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('description', models.TextField(blank=True, max_length=4000, verbose_name='description')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workloads', to='organizations.organization')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [
                    models.UniqueConstraint(fields=('organization', 'name'), name='workload_name_once', violation_error_message='This organization has a workload of that name.'),
                ],
            },
        ),
        forbid_updates("organizations_auditevent"),
        make_cache_table(),
    ]
