from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sign_in"), ("seats", "0002_guard")]
    operations = [migrations.RunSQL((SQL / "0004_invite.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
