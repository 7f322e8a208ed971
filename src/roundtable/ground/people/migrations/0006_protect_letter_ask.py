from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("people", "0005_letter_ask"), ("seats", "0002_guard")]
    operations = [migrations.RunSQL((SQL / "0005_letter_ask.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
