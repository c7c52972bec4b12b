
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0017_break_glass'),
    ]

    operations = [
        migrations.CreateModel(
            name='FailingWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=60)),
                ('thing_id', models.BigIntegerField(default=0)),
                ('error', models.CharField(max_length=80)),
                ('times', models.PositiveIntegerField(default=1)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'failing work',
                'ordering': ['first_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('job', 'thing_id'), name='one_row_a_failing_work')],
            },
        ),
    ]
