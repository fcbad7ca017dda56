from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0003_acts_about_cases"),
    ]

    operations = [
        migrations.AlterField(
            model_name="jointact",
            name="scope",
            field=models.CharField(
                help_text="the officers' powers that it takes, with spaces", max_length=2000
            ),
        ),
    ]
