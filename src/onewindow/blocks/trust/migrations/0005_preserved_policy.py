"""By which policy an end was reckoned: where it changed, all ends are reckoned anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0004_assurance")]

    operations = [
        migrations.AddField(
            "preserved",
            "policy",
            models.CharField(
                max_length=64,
                blank=True,
                default="",
                help_text="SHA-256 of the policy by which its end was reckoned",
            ),
        ),
    ]
