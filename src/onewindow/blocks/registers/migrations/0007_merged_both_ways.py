"""Those that were merged into an entry are asked for with nearly every request of a person."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("registers", "0006_duplicates")]

    operations = [
        migrations.AddIndex(
            model_name="duplicate",
            index=models.Index(
                fields=["register", "stays"],
                condition=Q(state__in=["merged", "parting"]),
                name="registers_duplicate_stays",
            ),
        )
    ]
