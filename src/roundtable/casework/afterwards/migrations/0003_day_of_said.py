from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("afterwards", "0002_protect"), ("cowriting", "0003_minutes")]
    operations = [
        migrations.AddField("task", "by_when", models.DateField(null=True)),
        migrations.RunSQL((SQL / "0003_day_of_said.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
