"""Whom an outside identity names, and how sure the session was that linked it.

Linking asked for ``substantial`` before; whom the older ones name is kept at their next sign-in.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_second_steps")]

    operations = [
        migrations.AddField(
            "outsideidentity",
            "person",
            models.CharField(
                max_length=200, blank=True, default="", help_text="whom it names, where it names a person"
            ),
        ),
        migrations.AddField(
            "outsideidentity",
            "level",
            models.SlugField(
                max_length=20,
                default="substantial",
                db_index=False,
                help_text="how sure the session was that linked it: it signs in no surer, unless it names the person",
            ),
        ),
    ]
