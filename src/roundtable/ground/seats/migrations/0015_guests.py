from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0014_one_choice")]
    operations = [migrations.RunSQL((SQL / "0017_guests.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
