from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_protect"),
        ("seats", "0002_guard"),
    ]
    operations = [
        migrations.RunSQL((SQL / "0003_letters.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
