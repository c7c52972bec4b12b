"""0001 to 0003 in one step, for a database that has none of them.

Each of them draws every model anew, again and again, which is most of what an empty database waits for. The statements
are their own, in their order. `python -m tests.audit migrations` compares what the two ways lead to.
"""

from importlib import import_module

import accounts.names
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


_WITH_STATEMENTS = (
    "0002_unit_merges",
)


def _statements(name: str) -> migrations.RunSQL:
    """What the migration of this name has the database itself hold."""
    operations = import_module(f"accounts.migrations.{name}").Migration.operations
    return next(each for each in operations if isinstance(each, migrations.RunSQL))


class Migration(migrations.Migration):

    replaces = [
        ("accounts", "0001_people"),
        ("accounts", "0002_unit_merges"),
        ("accounts", "0003_language"),
    ]
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('country', models.CharField(max_length=2, validators=[accounts.names.validate_country])),
                ('time_zone', models.CharField(max_length=64, validators=[accounts.names.validate_time_zone])),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='JobFamily',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('adjacent', models.ManyToManyField(blank=True, to='accounts.jobfamily')),
            ],
            options={
                'verbose_name_plural': 'job families',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Employee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('hr_id', models.CharField(max_length=40, unique=True, verbose_name='HR id')),
                ('sign_in_name', models.CharField(max_length=254, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=200)),
                ('sort_name', models.CharField(editable=False, max_length=200)),
                ('level', models.PositiveSmallIntegerField()),
                ('time_zone', models.CharField(blank=True, max_length=64, validators=[accounts.names.validate_time_zone])),
                ('hired_on', models.DateField()),
                ('right_to_work', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2, validators=[accounts.names.validate_country]), blank=True, default=list, size=None)),
                ('on_leave_from', models.DateField(blank=True, null=True)),
                ('on_leave_until', models.DateField(blank=True, null=True)),
                ('leave_email', models.EmailField(blank=True, max_length=254)),
                ('is_active', models.BooleanField(default=True)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('language', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to=settings.AUTH_USER_MODEL)),
                ('job_family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.jobfamily')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.site')),
            ],
            options={
                'ordering': ['sort_name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EmployeeSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proficiency', models.PositiveSmallIntegerField()),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employee_skills', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.skill')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('employee', 'skill'), name='one_proficiency_a_person_and_skill'), models.CheckConstraint(condition=models.Q(('proficiency__gte', 1), ('proficiency__lte', 5)), name='proficiency_1_to_5')],
            },
        ),
        migrations.AddField(
            model_name='employee',
            name='skills',
            field=models.ManyToManyField(related_name='+', through='accounts.EmployeeSkill', to='accounts.skill'),
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('sort_name', models.CharField(editable=False, max_length=200)),
                ('approved_headcount', models.PositiveIntegerField(default=0)),
                ('is_at_risk', models.BooleanField(default=False)),
                ('is_pool', models.BooleanField(default=False)),
                ('merged_on', models.DateField(blank=True, null=True)),
                ('delegates', models.ManyToManyField(blank=True, related_name='units_delegated', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units_led', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='accounts.unit')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.unit')),
            ],
            options={
                'ordering': ['sort_name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_is_not_its_own_parent'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', True), ('merged_on__isnull', True)), models.Q(('merged_into__isnull', False), ('merged_on__isnull', False)), _connector='OR'), name='unit_merge_has_its_day')],
            },
        ),
        migrations.AddField(
            model_name='employee',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='accounts.unit'),
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holidays', to='accounts.site')),
            ],
            options={
                'ordering': ['site', 'on'],
                'constraints': [models.UniqueConstraint(fields=('site', 'on'), name='one_holiday_a_site_and_day')],
            },
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_employee_an_email'),
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 20)), name='level_1_to_20'),
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=models.CheckConstraint(condition=models.Q(('manager', models.F('id')), _negated=True), name='nobody_is_their_own_manager'),
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=models.CheckConstraint(condition=models.Q(('sign_in_name', django.db.models.functions.text.Lower('sign_in_name'))), name='sign_in_name_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=models.CheckConstraint(condition=models.Q(('on_leave_from__isnull', True), ('on_leave_until__isnull', True), ('on_leave_from__lte', models.F('on_leave_until')), _connector='OR'), name='leave_ends_after_it_starts'),
        ),
        *map(_statements, _WITH_STATEMENTS),
    ]
