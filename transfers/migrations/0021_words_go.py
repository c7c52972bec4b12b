from django.db import migrations

CREATE = """
CREATE OR REPLACE FUNCTION transfers_erasable() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> TG_ARGV[0] <> ''
     AND to_jsonb(NEW) = to_jsonb(OLD) || jsonb_build_object(TG_ARGV[0], '–') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$guard$;
CREATE OR REPLACE TRIGGER termsrecord_append_only BEFORE UPDATE OR DELETE ON transfers_termsrecord
  FOR EACH ROW EXECUTE FUNCTION transfers_erasable('reason');
CREATE OR REPLACE TRIGGER reading_append_only BEFORE UPDATE OR DELETE ON transfers_reading
  FOR EACH ROW EXECUTE FUNCTION transfers_erasable('note');
"""
DROP = """
CREATE OR REPLACE TRIGGER termsrecord_append_only BEFORE UPDATE OR DELETE ON transfers_termsrecord
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();
CREATE OR REPLACE TRIGGER reading_append_only BEFORE UPDATE OR DELETE ON transfers_reading
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();
DROP FUNCTION transfers_erasable();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', "0020_readings_stay"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
