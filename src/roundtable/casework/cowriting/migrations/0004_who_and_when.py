import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cowriting", "0003_minutes"), ("people", "0001_initial")]
    operations = [
        migrations.AddField(
            "box",
            "who",
            models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField("box", "day", models.DateField(null=True)),
    ]
