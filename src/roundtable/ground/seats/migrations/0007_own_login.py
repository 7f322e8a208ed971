from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0006_ended_wraps"), ("programmes", "0001_initial")]
    operations = [migrations.RunSQL((SQL / "0010_own_login.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
