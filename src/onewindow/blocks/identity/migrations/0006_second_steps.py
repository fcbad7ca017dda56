import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Whoever has an app or a passkey now has had one.
_HAD = """
    UPDATE identity_account SET had_second_step = true
    WHERE EXISTS (SELECT 1 FROM mfa_authenticator step
                  WHERE step.user_id = identity_account.id AND step.type IN ('totp', 'webauthn'))
"""


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0005_no_last_login'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='had_second_step',
            field=models.BooleanField(db_default=False, default=False, help_text='an app or a passkey was there since it was last given back'),
        ),
        migrations.CreateModel(
            name='SetUpCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.BinaryField(help_text='SHA-256 of the code', max_length=32)),
                ('handed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='set_up_code', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunSQL(_HAD, migrations.RunSQL.noop),
    ]
