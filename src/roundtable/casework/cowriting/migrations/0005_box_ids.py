from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("cowriting", "0004_who_and_when"), ("roundtables", "0009_done_before")]
    operations = [migrations.RunSQL((SQL / "0003_box_ids.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
