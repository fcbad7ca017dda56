from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0004_administration'),
    ]

    operations = [
        migrations.RemoveField(model_name='account', name='last_login'),
    ]
