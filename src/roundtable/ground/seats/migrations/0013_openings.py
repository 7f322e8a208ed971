from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0012_second_signer")]
    operations = [migrations.RunSQL((SQL / "0015_openings.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
