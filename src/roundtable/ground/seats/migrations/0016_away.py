from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0015_guests"), ("programmes", "0006_protect_absence")]
    operations = [migrations.RunSQL((SQL / "0018_away.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
