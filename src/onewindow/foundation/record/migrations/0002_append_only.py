"""The database itself keeps the record append-only, whoever holds its password."""

from django.db import migrations

_ENTRY = """
CREATE FUNCTION record_guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'entries of the record are never deleted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.id, NEW.kind, NEW.subject, NEW.actor, NEW.at, NEW.leaf)
        IS DISTINCT FROM (OLD.id, OLD.kind, OLD.subject, OLD.actor, OLD.at, OLD.leaf) THEN
        RAISE EXCEPTION 'entries of the record are never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.payload, NEW.salt) IS DISTINCT FROM (OLD.payload, OLD.salt) AND NOT (
        NEW.payload IS NULL AND NEW.salt IS NULL
        AND OLD.leaf_index IS NOT NULL AND NEW.leaf_index = OLD.leaf_index
    ) THEN
        RAISE EXCEPTION 'what an entry says can only be erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.leaf_index IS DISTINCT FROM OLD.leaf_index AND OLD.leaf_index IS NOT NULL THEN
        RAISE EXCEPTION 'an entry keeps its place in the log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_guard_entry BEFORE UPDATE OR DELETE ON record_entryrow
    FOR EACH ROW EXECUTE FUNCTION record_guard_entry();
"""

_TILE = """
CREATE FUNCTION record_guard_tile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.level, NEW.number) IS DISTINCT FROM (OLD.level, OLD.number)
        OR length(NEW.hashes) < length(OLD.hashes)
        OR substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) <> OLD.hashes THEN
        RAISE EXCEPTION 'tiles of the log only grow' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_guard_tile BEFORE UPDATE OR DELETE ON record_tile
    FOR EACH ROW EXECUTE FUNCTION record_guard_tile();
"""

_CHECKPOINT = """
CREATE FUNCTION record_guard_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed checkpoint is for ever' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER record_guard_checkpoint BEFORE UPDATE OR DELETE ON record_checkpointrow
    FOR EACH ROW EXECUTE FUNCTION record_guard_checkpoint();
"""

# Test databases, which Django calls test_…, are emptied between tests; no other one is.
_TRUNCATE = """
CREATE FUNCTION record_guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_database() NOT LIKE 'test\\_%' THEN
        RAISE EXCEPTION 'the record is never emptied' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER record_guard_truncate BEFORE TRUNCATE ON record_entryrow
    FOR EACH STATEMENT EXECUTE FUNCTION record_guard_truncate();
CREATE TRIGGER record_guard_truncate BEFORE TRUNCATE ON record_tile
    FOR EACH STATEMENT EXECUTE FUNCTION record_guard_truncate();
CREATE TRIGGER record_guard_truncate BEFORE TRUNCATE ON record_checkpointrow
    FOR EACH STATEMENT EXECUTE FUNCTION record_guard_truncate();
"""

_UNDO = """
DROP FUNCTION record_guard_entry CASCADE;
DROP FUNCTION record_guard_tile CASCADE;
DROP FUNCTION record_guard_checkpoint CASCADE;
DROP FUNCTION record_guard_truncate CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [migrations.RunSQL(_ENTRY + _TILE + _CHECKPOINT + _TRUNCATE, _UNDO)]
