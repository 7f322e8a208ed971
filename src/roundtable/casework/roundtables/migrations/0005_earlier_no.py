from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0004_time")]
    operations = [migrations.RunSQL((SQL / "0005_earlier_no.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
