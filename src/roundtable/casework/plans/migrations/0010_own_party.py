from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_own_yes")]
    operations = [migrations.RunSQL((SQL / "0006_own_party.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
