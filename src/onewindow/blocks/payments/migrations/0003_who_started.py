"""Who took the order to the bank, and on what basis."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_balanced_ledger")]

    operations = [
        migrations.AddField("attempt", name, models.CharField(max_length=length, blank=True, default="", help_text=text))
        for name, length, text in (
            ("started_by", 80, "Slug of an account."),
            ("basis", 200, "Empty: for themselves."),
            ("role", 60, "Of a company's officer."),
        )
    ]
