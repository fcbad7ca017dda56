import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0004_changes_and_evidence")]

    operations = [
        migrations.AddField(
            "accessline", "acting_for", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AddField(
            "accessline",
            "basis",
            models.CharField(blank=True, default="", help_text="of acting for", max_length=200),
        ),
        migrations.AddIndex(
            "accessline",
            django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="registers_access_at"),
        ),
    ]
