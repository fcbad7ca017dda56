"""What was told for which moment, and which entries begin later than they were written."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0008_names_stand_in_search_entries")]

    operations = [
        migrations.AddField(
            model_name="fact",
            name="said",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80),
                blank=True,
                help_text=("attributes that were told for this moment, changed or not; null: by a load"),
                null=True,
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                condition=models.Q(recorded_until=None, valid_from__gt=models.F("recorded_from")),
                fields=["valid_from", "id"],
                name="registers_fact_later",
            ),
        ),
        migrations.CreateModel(
            name="LookedUntil",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(help_text="when that fact begins")),
                ("fact", models.BigIntegerField(help_text="its id: many begin at one moment")),
            ],
        ),
    ]
