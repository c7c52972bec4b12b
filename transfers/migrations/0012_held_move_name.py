from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("transfers", "0011_release")]

    operations = [
        migrations.AlterModelOptions(
            name="heldmove",
            options={"ordering": ["id"], "verbose_name": "held move", "verbose_name_plural": "held moves"},
        ),
    ]
