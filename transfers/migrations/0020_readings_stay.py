from django.db import migrations

CREATE = """
CREATE OR REPLACE TRIGGER reading_append_only BEFORE UPDATE OR DELETE ON transfers_reading
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();
CREATE OR REPLACE TRIGGER review_append_only BEFORE UPDATE OR DELETE ON transfers_review
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();
"""
DROP = """
DROP TRIGGER reading_append_only ON transfers_reading;
DROP TRIGGER review_append_only ON transfers_review;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', "0019_review"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
