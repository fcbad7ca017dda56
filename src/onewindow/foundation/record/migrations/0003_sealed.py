"""Payloads encrypted under keys that lie apart."""

from django.db import migrations, models

from onewindow.foundation.record.keys_place import CREATE

_ENTRY = """
CREATE OR REPLACE FUNCTION record_guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'entries of the record are never deleted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.id, NEW.kind, NEW.subject, NEW.actor, NEW.at, NEW.leaf, NEW.secret)
        IS DISTINCT FROM (OLD.id, OLD.kind, OLD.subject, OLD.actor, OLD.at, OLD.leaf, OLD.secret) THEN
        RAISE EXCEPTION 'entries of the record are never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.payload, NEW.salt, NEW.sealed) IS DISTINCT FROM (OLD.payload, OLD.salt, OLD.sealed) AND NOT (
        NEW.payload IS NULL AND NEW.salt IS NULL AND NEW.sealed IS NULL
        AND OLD.leaf_index IS NOT NULL AND NEW.leaf_index = OLD.leaf_index
    ) THEN
        RAISE EXCEPTION 'what an entry says can only be erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.leaf_index IS DISTINCT FROM OLD.leaf_index AND OLD.leaf_index IS NOT NULL THEN
        RAISE EXCEPTION 'an entry keeps its place in the log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0002_append_only")]

    operations = [
        migrations.AddField("entryrow", "sealed", models.BinaryField(null=True)),
        migrations.AddField("entryrow", "secret", models.UUIDField(null=True)),
        migrations.RunSQL(CREATE, "DROP SCHEMA IF EXISTS apart CASCADE"),
        migrations.RunSQL(_ENTRY, migrations.RunSQL.noop),
    ]
