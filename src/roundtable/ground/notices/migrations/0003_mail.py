from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_protect")]
    operations = [migrations.RunSQL((SQL / "0003_mail.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
