from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("pairs", "0001_load"), ("seats", "0015_guests")]
    operations = [migrations.RunSQL((SQL / "0002_first_together.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
