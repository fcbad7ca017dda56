from django.db import migrations


class Migration(migrations.Migration):
    """Case numbers come from a sequence of the database: gaps are allowed, waiting for others is not."""

    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE cases_number", "DROP SEQUENCE cases_number"),
    ]
