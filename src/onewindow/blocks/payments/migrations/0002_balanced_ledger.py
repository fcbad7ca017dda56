"""The database itself keeps the ledger balanced and append-only, whoever writes to it."""

from django.db import migrations

_BALANCED = """
CREATE FUNCTION payments_guard_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_entry bigint;
BEGIN
    of_entry := CASE TG_TABLE_NAME WHEN 'payments_posting' THEN (to_jsonb(NEW)->>'entry_id')::bigint
        ELSE (to_jsonb(NEW)->>'id')::bigint END;
    IF (SELECT count(*) FROM payments_posting WHERE entry_id = of_entry) < 2 OR EXISTS (
        SELECT 1 FROM payments_posting WHERE entry_id = of_entry GROUP BY currency HAVING sum(minor) <> 0
    ) THEN
        RAISE EXCEPTION 'the postings of ledger entry % do not sum to zero', of_entry
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_guard_balance AFTER INSERT ON payments_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_guard_balance();
CREATE CONSTRAINT TRIGGER payments_guard_balance AFTER INSERT ON payments_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_guard_balance();
"""

_APPEND_ONLY = """
CREATE FUNCTION payments_guard_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is never changed: book another entry' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER payments_guard_ledger BEFORE UPDATE OR DELETE ON payments_posting
    FOR EACH ROW EXECUTE FUNCTION payments_guard_ledger();
CREATE TRIGGER payments_guard_ledger BEFORE UPDATE OR DELETE ON payments_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION payments_guard_ledger();
"""

_UNDO = """
DROP FUNCTION payments_guard_balance CASCADE;
DROP FUNCTION payments_guard_ledger CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunSQL(_BALANCED + _APPEND_ONLY, _UNDO)]
