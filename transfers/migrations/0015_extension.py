import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = r"""
CREATE OR REPLACE FUNCTION transfers_extension_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('proposed') THEN
      RAISE EXCEPTION 'extension may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'proposed' AND NEW.proposed_at IS NOT NULL THEN
      RAISE EXCEPTION 'extension starts with the stamp of proposed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'confirmed' AND NEW.confirmed_at IS NOT NULL THEN
      RAISE EXCEPTION 'extension starts with the stamp of confirmed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'refused' AND NEW.refused_at IS NOT NULL THEN
      RAISE EXCEPTION 'extension starts with the stamp of refused' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('proposed', 'confirmed'), ('proposed', 'refused')) THEN
    RAISE EXCEPTION 'extension may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'proposed' OR OLD.status = NEW.status)
     AND (NEW.proposed_at, NEW.proposed_by_id) IS DISTINCT FROM (OLD.proposed_at, OLD.proposed_by_id) THEN
    RAISE EXCEPTION 'the stamp of proposed is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'confirmed' OR OLD.status = NEW.status)
     AND (NEW.confirmed_at, NEW.confirmed_by_id) IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id) THEN
    RAISE EXCEPTION 'the stamp of confirmed is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'refused' OR OLD.status = NEW.status)
     AND (NEW.refused_at, NEW.refused_by_id) IS DISTINCT FROM (OLD.refused_at, OLD.refused_by_id) THEN
    RAISE EXCEPTION 'the stamp of refused is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER extension_status BEFORE INSERT OR UPDATE ON transfers_extension
  FOR EACH ROW EXECUTE FUNCTION transfers_extension_status();
"""
DROP = "DROP TRIGGER extension_status ON transfers_extension; DROP FUNCTION transfers_extension_status();"


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0014_terms_record'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.BigIntegerField(unique=True)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'ordering': ['slot'],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deadline_at', models.DateTimeField()),
                ('down_minutes', models.PositiveIntegerField()),
                ('extended_to', models.DateTimeField(blank=True, null=True)),
                ('status', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('refused', 'refused')], db_index=True, max_length=20)),
                ('proposed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('refused_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='transfers.campaign')),
                ('confirmed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refused_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'proposed'), _negated=True), ('proposed_at__isnull', False), _connector='OR'), name='extension_proposed_has_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'confirmed'), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='extension_confirmed_has_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), ('refused_at__isnull', False), _connector='OR'), name='extension_refused_has_its_time'), models.UniqueConstraint(fields=('campaign', 'deadline_at'), name='one_extension_a_deadline'), models.CheckConstraint(condition=models.Q(models.Q(('extended_to__gt', models.F('deadline_at')), ('status', 'confirmed')), models.Q(models.Q(('status', 'confirmed'), _negated=True), ('extended_to__isnull', True)), _connector='OR'), name='an_extension_lengthens_once_confirmed')],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
