from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_one_index_each")]
    operations = [
        migrations.AddField(model_name="referral", name="waits", field=models.BooleanField(db_default=True)),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["programme", "sent_at"], name="referral_waits", condition=models.Q(waits=True)),
        ),
        migrations.RunSQL((SQL / "0005_waits.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
