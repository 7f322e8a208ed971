from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0001_initial"),
        ("roundtables", "0002_protect"),
        ("access", "0003_libraries"),
    ]
    operations = [
        migrations.RunSQL((SQL / "0002_protect.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
