import django.db.models.deletion
import transfers.models.terms
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE OR REPLACE TRIGGER termsrecord_append_only BEFORE UPDATE OR DELETE ON transfers_termsrecord
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();
"""
DROP = "DROP TRIGGER termsrecord_append_only ON transfers_termsrecord;"


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', "0013_reading"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TermsRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('terms', models.JSONField(validators=[transfers.models.terms.validate_role_terms])),
                ('reason', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms_records', to='transfers.assignment')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['assignment', 'version'],
                'constraints': [models.UniqueConstraint(fields=('assignment', 'version'), name='one_terms_record_a_version'), models.CheckConstraint(condition=models.Q(('version__gt', 1)), name='terms_records_follow_the_first'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='terms_record_says_why')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
