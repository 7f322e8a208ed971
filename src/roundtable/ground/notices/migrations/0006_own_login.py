from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_one_index_each"), ("seats", "0009_claimed_persons")]
    operations = [migrations.RunSQL((SQL / "0006_own_login.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
