from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("seats", "0013_openings")]
    operations = [migrations.RunSQL((SQL / "0016_one_choice.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
