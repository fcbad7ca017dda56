from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_numbers")]

    operations = [
        migrations.AddField(
            model_name="work",
            name="person",
            field=models.CharField(
                blank=True, default="", help_text="Where side is person: their reference.", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="work",
            name="side",
            field=models.CharField(
                help_text="Who acts: officer, applicant, person or house.", max_length=12
            ),
        ),
        migrations.AddIndex(
            model_name="work",
            index=models.Index(fields=["person"], condition=~Q(person=""), name="work_of_person"),
        ),
    ]
