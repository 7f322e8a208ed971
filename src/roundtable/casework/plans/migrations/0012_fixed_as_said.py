from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0011_one_index_each")]
    operations = [migrations.RunSQL((SQL / "0007_fixed_as_said.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
