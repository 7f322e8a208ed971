from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    # After seats: its migration hands every definer function there is to `oracle`, and could not touch one that is oracle's already.
    dependencies = [
        ("access", "0002_initial"),
        ("seats", "0002_guard"),
    ]
    operations = [
        migrations.RunSQL((SQL / "0003_libraries.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0004_enqueue.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0005_sequences.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
