from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0010_line_managers")]
    operations = [migrations.RunSQL((SQL / "0013_left_open.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
