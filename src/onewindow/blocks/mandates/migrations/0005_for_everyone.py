from typing import Any

from django.db import migrations, models


def nobody_named_was_everybody(apps: Any, schema_editor: Any) -> None:
    """Before, an empty list of principals meant all of them."""
    apps.get_model("mandates", "Employee").objects.filter(principals=[]).update(everyone=True)


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0004_several_scopes"),
    ]

    operations = [
        migrations.AddField(
            model_name="employee",
            name="everyone",
            field=models.BooleanField(
                default=False, help_text="acts for all principals, also those to come"
            ),
        ),
        migrations.AlterField(
            model_name="employee",
            name="principals",
            field=models.JSONField(
                default=list, help_text="for whom of its principals, where not for all"
            ),
        ),
        migrations.RunPython(nobody_named_was_everybody, migrations.RunPython.noop),
    ]
