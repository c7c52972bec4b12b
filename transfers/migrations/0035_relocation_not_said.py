from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0034_pay_protection")]

    operations = [
        migrations.AlterField(
            model_name="candidacy",
            name="relocation",
            field=models.CharField(
                blank=True,
                choices=[("none", "none"), ("country", "within the country"), ("anywhere", "anywhere")],
                max_length=10,
            ),
        ),
    ]
