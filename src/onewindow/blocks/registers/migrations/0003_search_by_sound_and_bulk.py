"""What is found is computed from the facts, so its tables are made anew, and filled when the country is loaded."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_no_row_says_when_it_ends")]

    operations = [
        migrations.DeleteModel(name="SearchEntry"),
        migrations.DeleteModel(name="Link"),
        migrations.AddField(
            model_name="register",
            name="indexed",
            field=models.SmallIntegerField(default=0, help_text="form of its search entries and links"),
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "register", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("register", models.SlugField(db_index=False, max_length=80)),
                ("key", models.CharField(max_length=120)),
                ("weight", models.SmallIntegerField(default=0, help_text="larger is listed first")),
                ("sort_key", models.CharField(db_collation="C", max_length=200)),
                (
                    "labels",
                    models.JSONField(help_text="language to label; the empty language fits all"),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="registers_search_words"
                    ),
                    models.Index(fields=["register", "-weight", "sort_key"], name="registers_search_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "target",
                        "register",
                        "attribute",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("register", models.SlugField(db_index=False, max_length=80)),
                ("key", models.CharField(max_length=120)),
                ("attribute", models.SlugField(db_index=False, max_length=80)),
                ("target", models.CharField(max_length=200)),
            ],
            options={"indexes": [models.Index(fields=["register", "key"], name="registers_link_entry")]},
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "register", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("register", models.SlugField(db_index=False, max_length=80)),
                ("word", models.CharField(db_collation="C", max_length=60)),
                ("sound", models.CharField(db_collation="C", max_length=60)),
            ],
            options={"indexes": [models.Index(fields=["register", "sound"], name="registers_word_sound")]},
        ),
        migrations.CreateModel(
            name="SearchSound",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "register",
                        "variant",
                        "sound",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("register", models.SlugField(db_index=False, max_length=80)),
                ("variant", models.CharField(db_collation="C", max_length=60)),
                ("sound", models.CharField(db_collation="C", max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("kind", models.SlugField(db_index=False, max_length=20)),
                ("register", models.SlugField(blank=True, db_index=False, default="", max_length=80)),
                ("asked", models.JSONField()),
                ("state", models.SlugField(db_index=False, default="waiting", max_length=20)),
                ("by", models.CharField(blank=True, default="", max_length=200)),
                ("total", models.BigIntegerField(default=0, help_text="rows to do; 0 where nobody counted them")),
                ("done", models.BigIntegerField(default=0)),
                ("new", models.BigIntegerField(default=0)),
                ("changed", models.BigIntegerField(default=0)),
                ("rejected", models.BigIntegerField(default=0)),
                ("problem", models.TextField(blank=True, default="")),
                ("created", models.DateTimeField()),
                ("ended", models.DateTimeField(blank=True, null=True)),
            ],
            options={"indexes": [models.Index(fields=["register", "-id"], name="registers_bulk_register")]},
        ),
        migrations.CreateModel(
            name="BulkChunk",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "run", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="registers.bulkrun",
                    ),
                ),
                ("number", models.IntegerField()),
                ("rows", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="BulkRejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="registers.bulkrun",
                    ),
                ),
                ("line", models.BigIntegerField()),
                ("field", models.CharField(blank=True, max_length=200)),
                ("value", models.CharField(blank=True, max_length=200)),
                ("code", models.SlugField(db_index=False, max_length=80)),
                ("rule", models.TextField()),
                ("way_out", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["run", "line"], name="registers_bulk_rejection")],
            },
        ),
    ]
