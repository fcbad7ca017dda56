"""What is known now never overlaps. Many writers at once are in tests/registers."""

import pytest
from django.db import IntegrityError, connection, transaction

from onewindow.blocks.registers.models import Fact


@pytest.mark.usefixtures("country")
def test_the_database_refuses_a_second_truth_for_one_moment() -> None:
    row = Fact.objects.filter(register="parcels").first()
    assert row is not None
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns"
            " WHERE table_name = 'registers_fact' AND column_name LIKE '%%until%%'"
        )
        assert cursor.fetchone() == (1,), "only recorded_until: no row says when its truth ends"
