from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_whose_step")]
    operations = [migrations.RunSQL((SQL / "0005_own_yes.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
