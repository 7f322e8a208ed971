import django.db.models.deletion
from django.db import migrations, models

NOTED = {"null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "people.person"}


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_care_state_elsewhere"), ("people", "0001_initial")]
    operations = [
        operation
        for name in ("goal", "saying")
        for operation in (
            migrations.AddField(model_name=name, name="said_yes_on", field=models.DateField(null=True)),
            migrations.AddField(model_name=name, name="noted_by", field=models.ForeignKey(**NOTED)),
        )
    ]
