from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0008_one_index_each"), ("programmes", "0002_protect")]
    operations = [migrations.RunSQL((SQL / "0012_claimed_persons.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
