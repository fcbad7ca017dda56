"""A correction that waits is asked for once, and what a program sends again is recorded once."""

from django.db import migrations, models
from django.db.models import Q

# Who asks again changes what they said: of two that were asked for at the same moment the later one stays.
_ONE_OF_EACH = """
    DELETE FROM registers_change older USING registers_change newer
    WHERE older.state = 'asked' AND newer.state = 'asked'
      AND (older.register, older.key, older.asked_by, older.asked_attribute)
        = (newer.register, newer.key, newer.asked_by, newer.asked_attribute)
      AND (older.asked_at, older.number) < (newer.asked_at, newer.number)
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0009_what_begins_later")]

    operations = [
        migrations.RunSQL(_ONE_OF_EACH, reverse_sql=migrations.RunSQL.noop),
        migrations.AddField(
            model_name="change",
            name="sent_as",
            field=models.CharField(
                blank=True,
                default="",
                help_text="digest of the caller and their idempotency key",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="sent",
            field=models.CharField(
                blank=True, default="", help_text="digest of what was sent under that key", max_length=64
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=Q(state="asked"),
                fields=("register", "key", "asked_by", "asked_attribute"),
                name="registers_change_asked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=~Q(sent_as=""), fields=("sent_as",), name="registers_change_sent_once"
            ),
        ),
    ]
