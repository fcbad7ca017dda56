"""How sure the sign-in was by which a certificate was made: it opens no more than that.

What people made for themselves before asked for ``substantial``; what the house or an officer made, nothing less
than the best.
"""

from django.db import migrations, models

_OWN = """
    UPDATE trust_certificate SET assurance = 'substantial'
    WHERE profile = 'person' AND made_by LIKE 'account/%'
"""


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_key_digest")]

    operations = [
        migrations.AddField(
            "certificate",
            "assurance",
            models.SlugField(
                max_length=20,
                db_index=False,
                default="high",
                help_text="how sure the sign-in was that made it: it signs in no surer",
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(_OWN, migrations.RunSQL.noop),
    ]
