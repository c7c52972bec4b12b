"""Merges of units never lead back to where they began: whoever follows `merged_into` arrives."""

from django.db import migrations

CREATE = r"""
CREATE FUNCTION accounts_unit_merge() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF EXISTS (
    WITH RECURSIVE following AS (
      SELECT NEW.merged_into_id AS id
      UNION
      SELECT unit.merged_into_id FROM accounts_unit unit JOIN following ON unit.id = following.id
      WHERE unit.merged_into_id IS NOT NULL
    ) SELECT FROM following WHERE id = NEW.id
  ) THEN
    RAISE EXCEPTION 'a merge of units leads back to where it began' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE TRIGGER unit_merge BEFORE INSERT OR UPDATE OF merged_into_id ON accounts_unit
  FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION accounts_unit_merge();
"""

DROP = """
DROP TRIGGER unit_merge ON accounts_unit;
DROP FUNCTION accounts_unit_merge();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people")]

    operations = [migrations.RunSQL(CREATE, DROP)]
