from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("access", "0006_enqueue_once")]
    operations = [migrations.RunSQL((SQL / "0008_enter.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
