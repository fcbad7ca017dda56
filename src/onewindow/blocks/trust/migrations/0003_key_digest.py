"""Which certificates speak of one key: where a key is lost, all of them end."""

import hashlib

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from onewindow.standards.signing.pki import certificates


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("trust", "Certificate").objects.only("der")
    for row in rows.iterator(chunk_size=500):
        row.key_digest = hashlib.sha256(certificates.public_key_of(bytes(row.der))).hexdigest()
        row.save(update_fields=["key_digest"])


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_preserved")]

    operations = [
        migrations.AddField(
            "certificate",
            "key_digest",
            models.CharField(
                max_length=64, db_index=True, default="", help_text="SHA-256 of SubjectPublicKeyInfo, hex"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
