from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_standing_writers")]
    operations = [migrations.RunSQL((SQL / "0004_whose_step.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
