from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField(
            "document",
            "filed_by",
            models.CharField(
                blank=True,
                default="",
                help_text="account of who filed what it was issued on",
                max_length=80,
            ),
        ),
        migrations.AddField(
            "document",
            "basis",
            models.CharField(
                blank=True, default="", help_text="on which they acted for another", max_length=200
            ),
        ),
    ]
