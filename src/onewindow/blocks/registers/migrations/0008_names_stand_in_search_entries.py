"""Whom an entry names moves into its search row: a table of links took a third of a country's disk."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

_MOVE = """
    UPDATE registers_searchentry entry SET names = found.targets
    FROM (
        SELECT register, key, array_agg(DISTINCT target) AS targets FROM registers_link GROUP BY register, key
    ) found
    WHERE entry.register = found.register AND entry.key = found.key
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0007_merged_both_ways")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="names",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), default=list, size=None
            ),
        ),
        migrations.RunSQL(_MOVE, reverse_sql=migrations.RunSQL.noop),
        migrations.DeleteModel(name="Link"),
        migrations.AlterField(
            model_name="register",
            name="indexed",
            field=models.SmallIntegerField(default=0, help_text="form of its search entries"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["names"], name="registers_search_names"
            ),
        ),
    ]
