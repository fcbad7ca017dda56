from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_assisted"),
    ]

    operations = [
        migrations.AddField(
            model_name="assisted",
            name="clerk",
            field=models.CharField(
                default="", help_text="as they were called when they asked", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="assisted",
            name="office",
            field=models.CharField(blank=True, default="", help_text="of their post", max_length=80),
        ),
        migrations.AddField(
            model_name="assisted",
            name="answers_sha256",
            field=models.CharField(default="", help_text="of what is asked about", max_length=64),
        ),
        migrations.AddField(
            model_name="assisted",
            name="shown",
            field=models.JSONField(
                default=dict, help_text="the same for people: label and text, by language"
            ),
        ),
    ]
