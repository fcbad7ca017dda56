"""``kill -9`` over and over under load: nothing is lost, nothing happens twice, nothing is stuck."""
