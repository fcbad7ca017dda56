"""Where the keys of entries lie: a schema of its own, which backups leave out and a restore leaves alone."""

SCHEMA = "apart"
CREATE = """
CREATE SCHEMA IF NOT EXISTS apart;
CREATE TABLE IF NOT EXISTS apart.record_secret (id uuid PRIMARY KEY, secret bytea NOT NULL);
CREATE TABLE IF NOT EXISTS apart.erased (
    person text NOT NULL, account text NOT NULL, email text NOT NULL, subject text NOT NULL,
    reason text NOT NULL, at timestamptz NOT NULL
);
"""
