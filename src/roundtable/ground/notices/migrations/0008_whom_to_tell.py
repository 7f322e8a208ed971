from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_sending"), ("seats", "0013_openings")]
    operations = [migrations.RunSQL((SQL / "0008_whom_to_tell.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
