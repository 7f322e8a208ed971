from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0005_everybodys_yes")]
    operations = [migrations.RunSQL((SQL / "0008_ended_wraps.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
