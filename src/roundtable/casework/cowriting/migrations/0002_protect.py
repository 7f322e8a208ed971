from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("cowriting", "0001_initial"), ("roundtables", "0004_time"), ("access", "0007_enter"), ("sessions", "0001_initial")]
    operations = [migrations.RunSQL((SQL / "0001_protect.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
