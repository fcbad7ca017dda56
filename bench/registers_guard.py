"""What keeps two truths of one entry apart, and what that costs: four guards, the same rows.

    DATABASE_URL=postgresql://… ROWS=200000 python -m bench.registers_guard

- ``exclusion``: GiST over two ranges, which needs no extension;
- ``chain``: each row names the end of the one before it: unique, and a foreign key to that end;
- ``trigger``: a deferred constraint trigger under an advisory lock;
- ``no end``: no row says when it ends, one unique index. What this house does (docs/adr/0017).

Bare is the same table with a primary key only.
"""

import os
import time
from typing import cast

import psycopg

_ENDS = "entry bigint, valid_from timestamptz, valid_until timestamptz, body text"
_TABLES = {
    "bare": f"CREATE UNLOGGED TABLE guard_bare (id bigserial PRIMARY KEY, {_ENDS})",
    "no end": """
        CREATE UNLOGGED TABLE guard_no_end (
            id bigserial PRIMARY KEY, entry bigint, valid_from timestamptz, body text,
            UNIQUE (entry, valid_from))
    """,
    "chain": f"""
        CREATE UNLOGGED TABLE guard_chain (
            id bigserial PRIMARY KEY, {_ENDS}, before timestamptz,
            UNIQUE (entry, valid_until), UNIQUE NULLS NOT DISTINCT (entry, before),
            CHECK (before <= valid_from), CHECK (valid_from < valid_until),
            FOREIGN KEY (entry, before) REFERENCES guard_chain (entry, valid_until)
                DEFERRABLE INITIALLY DEFERRED)
    """,
    "trigger": f"""
        CREATE UNLOGGED TABLE guard_trigger (id bigserial PRIMARY KEY, {_ENDS});
        CREATE INDEX ON guard_trigger (entry, valid_from);
        CREATE OR REPLACE FUNCTION guard_no_overlap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_advisory_xact_lock(NEW.entry);
            IF EXISTS (SELECT FROM guard_trigger WHERE entry = NEW.entry AND id <> NEW.id
                       AND valid_from < NEW.valid_until AND valid_until > NEW.valid_from)
            THEN RAISE EXCEPTION 'overlap'; END IF; RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER no_overlap AFTER INSERT OR UPDATE ON guard_trigger
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_no_overlap()
    """,
    "exclusion": f"""
        CREATE UNLOGGED TABLE guard_exclusion (
            id bigserial PRIMARY KEY, {_ENDS},
            EXCLUDE USING gist (
                int8range(entry, entry, '[]') WITH &&, tstzrange(valid_from, valid_until) WITH &&))
    """,
}
_BOTH = "SELECT n / 2, {begins}, {begins} + interval '1000 days', repeat('x', 200)"
_ROWS = {
    "no end": "SELECT n / 2, {begins}, repeat('x', 200)",
    "chain": _BOTH + ", CASE WHEN n & 1 = 1 THEN {begins} END",
}
_COLUMNS = {
    "no end": "entry, valid_from, body",
    "chain": "entry, valid_from, valid_until, body, before",
}
_BEGINS = "timestamptz '2000-01-01Z' + (n & 1) * interval '1000 days'"
_CHUNK = 2000  # rows a transaction: with more the trigger runs out of locks


def measure(connection: psycopg.Connection[object], guard: str, count: int) -> tuple[float, int]:
    """Rows/s, two spans an entry, made by the server so that only the table is timed; bytes on disk."""
    table = f"guard_{guard.replace(' ', '_')}"
    columns = _COLUMNS.get(guard, "entry, valid_from, valid_until, body")
    told = _ROWS.get(guard, _BOTH).format(begins=_BEGINS)

    def run(statement: str, *values: object) -> psycopg.Cursor[object]:
        return connection.execute(statement, values)

    run(f"DROP TABLE IF EXISTS {table} CASCADE")
    run(_TABLES[guard])
    connection.commit()
    began = time.perf_counter()
    for first in range(0, count, _CHUNK):
        run(
            f"INSERT INTO {table} ({columns}) {told} FROM generate_series(%s::bigint, %s::bigint) n",
            first,
            min(first + _CHUNK, count) - 1,
        )
        connection.commit()
    taken = time.perf_counter() - began
    size = cast("tuple[int]", run(f"SELECT pg_total_relation_size('{table}')").fetchone())[0]
    run(f"DROP TABLE {table} CASCADE")
    connection.commit()
    return count / taken, size


def main() -> None:
    """Print one line for each guard, and how it stands to no guard at all."""
    count = int(os.environ.get("ROWS", "200000"))
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        print(f"PostgreSQL {connection.info.server_version // 10000}, {count} rows of two spans an entry")
        bare = 0.0
        for guard in _TABLES:
            speed, size = measure(connection, guard, count)
            bare = bare or speed
            told = f"{speed:9.0f} rows/s ({speed / bare:5.1%} of bare) {size / count:4.0f} bytes a row"
            print(f"{guard:10} {told}", flush=True)


if __name__ == "__main__":
    main()
