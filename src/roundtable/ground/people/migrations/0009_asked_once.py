from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("people", "0008_one_index_each")]
    operations = [migrations.RunSQL((SQL / "0007_asked_once.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
