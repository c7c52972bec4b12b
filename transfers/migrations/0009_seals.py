from django.db import migrations, models

# PostgreSQL fills the column: the number of the transaction that writes the row. The version before this one writes
# Events without naming it, and so may run on this schema.
CREATE = """
ALTER TABLE transfers_event ADD COLUMN written_in bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);
CREATE INDEX event_by_transaction ON transfers_event (written_in, id);
CREATE OR REPLACE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON transfers_seal
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();
"""

DROP = """
DROP TRIGGER seal_append_only ON transfers_seal;
ALTER TABLE transfers_event DROP COLUMN written_in;
"""


class Migration(migrations.Migration):
    dependencies = [("transfers", "0008_held_move")]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(unique=True)),
                ("previous", models.BinaryField(max_length=32, unique=True)),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField()),
                ("above_id", models.BigIntegerField()),
                ("count", models.BigIntegerField()),
                ("first_id", models.BigIntegerField(null=True)),
                ("last_id", models.BigIntegerField(null=True)),
                ("events", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
                ("hash", models.BinaryField(max_length=32, unique=True)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="seals_count_from_1"),
                    models.CheckConstraint(
                        condition=models.Q(("since__lt", models.F("until"))), name="a_seal_spans_transactions"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("count__gte", 1), ("first_id__isnull", False), ("last_id__isnull", False)),
                            models.Q(
                                ("count", 0),
                                ("first_id__isnull", True),
                                ("last_id__isnull", True),
                                ("until", 9223372036854775807),
                            ),
                            _connector="OR",
                        ),
                        name="a_seal_holds_events",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
