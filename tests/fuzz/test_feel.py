"""A short run of the FEEL fuzzer, so that it stays in order; ``make fuzz`` goes on for longer."""

from tests.fuzz import feel


def test_a_short_run_finds_nothing() -> None:
    tally = feel.fuzz(count=1_500, seed=20260115)
    assert tally.faults == []
    assert tally.inputs == 1_500
    assert tally.answered > 300
    assert tally.refused > 300


def test_a_crash_is_found() -> None:
    tally = feel.Tally()
    feel.run("1 +", tally)
    feel.run("1 + 1", tally)
    assert (tally.refused, tally.answered, tally.faults) == (1, 1, [])
