from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("fhir", "0002_protect"), ("plans", "0004_protect_progress")]
    operations = [migrations.RunSQL((SQL / "0002_progress.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
