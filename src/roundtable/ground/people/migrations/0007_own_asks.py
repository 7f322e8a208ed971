from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_protect_letter_ask"), ("seats", "0004_memberships")]
    operations = [migrations.RunSQL((SQL / "0006_own_asks.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
