from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0015_said_by_the_house")]
    operations = [migrations.RunSQL((SQL / "0010_who_came_since.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
