from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mandates", "0002_limits_signatures_employees")]

    operations = [
        migrations.AlterField(
            "jointact",
            "kind",
            models.SlugField(help_text="such as grant, accept, employ, file, act", max_length=10),
        )
    ]
