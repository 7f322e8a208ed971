from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("cowriting", "0002_protect"), ("roundtables", "0008_line_on_sheet")]
    operations = [migrations.RunSQL((SQL / "0002_minutes.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
