from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("access", "0005_sequences"), ("seats", "0002_guard")]
    operations = [migrations.RunSQL((SQL / "0007_enqueue_once.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
