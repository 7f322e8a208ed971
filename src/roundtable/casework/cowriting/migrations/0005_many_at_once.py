from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("cowriting", "0004_who_and_when")]
    operations = [migrations.RunSQL((SQL / "0003_many_at_once.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
