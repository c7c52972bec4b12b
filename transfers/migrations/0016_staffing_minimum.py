
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_unit_merges'),
        ('transfers', '0015_extension'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffingMinimum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people', models.PositiveIntegerField()),
                ('ordered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['campaign', 'unit'],
            },
        ),
        migrations.AddField(
            model_name='campaign',
            name='lottery_seed',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='entitlement',
            name='ordered_end_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='entitlement',
            constraint=models.CheckConstraint(condition=models.Q(('ordered_end_on__isnull', True), ('ordered_end_on__lte', models.F('latest_end_on')), _connector='OR'), name='an_end_day_is_ordered_within_the_latest'),
        ),
        migrations.AddField(
            model_name='staffingminimum',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staffing_minimums', to='transfers.campaign'),
        ),
        migrations.AddField(
            model_name='staffingminimum',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit'),
        ),
        migrations.AddConstraint(
            model_name='staffingminimum',
            constraint=models.UniqueConstraint(fields=('campaign', 'unit'), name='one_minimum_a_campaign_and_unit'),
        ),
        migrations.AddConstraint(
            model_name='staffingminimum',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='a_minimum_is_somebody'),
        ),
    ]
