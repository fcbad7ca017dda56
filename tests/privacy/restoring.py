"""A program of its own: erase somebody, bring an older backup back, and see that nothing of it comes back.

It runs in a process of its own, for it exchanges the whole database under Django's feet.
"""

import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from onewindow.foundation.database import api as database  # noqa: E402
from onewindow.foundation.holdings import api as holdings  # noqa: E402
from onewindow.foundation.holdings.types import Somebody  # noqa: E402
from onewindow.foundation.record import api as record  # noqa: E402
from onewindow.foundation.record import tasks  # noqa: E402
from onewindow.kernel.clock import clock  # noqa: E402
from onewindow.kernel.reference import Reference  # noqa: E402

PERSON = "register/people/19990101"


def _sequenced() -> None:
    while tasks.sequence_once():
        pass


def main(url: str, folder: Path) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        gone = record.append(kind="case.filed", subject=Reference(PERSON), payload={"said": "canary-4711"})
        other = Reference("register/people/2")
        stays = record.append(kind="case.filed", subject=other, payload={"said": "x"})
    _sequenced()
    backup, keys, uploads = folder / "backup", folder / "keys", folder / "uploads"
    database.backup(url=url, archive=backup, uploads=uploads, program="a test", taken_at=clock.now())
    assert b"canary-4711" not in backup.read_bytes()
    holdings.erase(who=Somebody(person=PERSON), reason="asked for", by="one", confirmed_by="two")
    _sequenced()
    connections.close_all()

    database.restore(url=url, archive=backup, uploads=uploads, replace=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed IS NOT NULL FROM record_entryrow WHERE id = %s", [gone.id])
        assert cursor.fetchone() == (True,), "the backup brought the ciphertext back"
    assert record.entry(entry_id=gone.id).payload is None, "and not its key"
    assert record.entry(entry_id=stays.id).payload == {"said": "x"}
    assert holdings.erase_again() == 1
    _sequenced()
    database.backup_keys(url=url, file=keys)

    with connection.cursor() as cursor:  # another server, which lost the keys
        cursor.execute("DROP SCHEMA apart CASCADE")
    connections.close_all()
    database.restore_keys(url=url, file=keys)
    assert record.entry(entry_id=stays.id).payload == {"said": "x"}
    assert record.entry(entry_id=gone.id).payload is None
    record.export(folder=folder / "log")
    (folder / "log.pub").write_text(record.public_key())
    connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
