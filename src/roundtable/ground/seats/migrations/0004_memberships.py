from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0003_mandates")]
    operations = [migrations.RunSQL((SQL / "0006_memberships.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
