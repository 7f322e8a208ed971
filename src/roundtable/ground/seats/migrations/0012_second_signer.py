from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0011_left_open")]
    operations = [migrations.RunSQL((SQL / "0014_second_signer.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
