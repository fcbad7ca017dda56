"""A row holds until the entry's next row begins; what ended without another one gets a row that says nothing."""

from django.db import migrations, models
from django.db.models import F, Q

# A row that ended where no other began was followed by a gap; the gap was known as long as the row, or until
# another row was recorded that begins where it does.
_GAPS = """
    INSERT INTO registers_fact (register, key, values, valid_from, valid_until, recorded_from, recorded_until, source)
    SELECT DISTINCT ON (register, key, begins, recorded_from)
           register, key, NULL, begins, NULL::timestamptz, recorded_from, known_until, source
    FROM (
        SELECT fact.register, fact.key, fact.valid_until AS begins, fact.recorded_from, fact.source,
               COALESCE((
                   SELECT min(GREATEST(next.recorded_from, fact.recorded_from)) FROM registers_fact next
                   WHERE next.register = fact.register AND next.key = fact.key
                     AND next.valid_from = fact.valid_until
                     AND (next.recorded_until IS NULL OR next.recorded_until > fact.recorded_from)
                     AND (fact.recorded_until IS NULL OR next.recorded_from < fact.recorded_until)
               ), fact.recorded_until) AS known_until
        FROM registers_fact fact WHERE fact.valid_until IS NOT NULL
    ) ended
    WHERE known_until IS NULL OR known_until > recorded_from
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        migrations.AlterField("fact", "values", models.JSONField(blank=True, help_text="null: from here on nothing is said of it", null=True)),
        migrations.RemoveConstraint("fact", "registers_fact_valid_span"),
        migrations.RunSQL(_GAPS, migrations.RunSQL.noop),
        migrations.RemoveField("fact", "valid_until"),
        migrations.AlterField("fact", "valid_from", models.DateTimeField(help_text="until the entry's next row known at the same time begins")),
        migrations.AddConstraint(
            "fact",
            models.CheckConstraint(
                condition=Q(recorded_until=None) | Q(recorded_until__gte=F("recorded_from")),
                name="registers_fact_recorded_span",
            ),
        ),
    ]
