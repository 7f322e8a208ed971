from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("people", "0010_kept_for_later")]
    operations = [migrations.RunSQL((SQL / "0008_one_open_letter.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
