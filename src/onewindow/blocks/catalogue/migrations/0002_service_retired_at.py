from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="service", name="retired_at", field=models.DateTimeField(null=True)
        ),
    ]
