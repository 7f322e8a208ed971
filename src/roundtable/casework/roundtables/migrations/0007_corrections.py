from pathlib import Path

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("roundtables", "0006_one_index_each"),
        ("seats", "0011_left_open"),
    ]

    operations = [
        migrations.CreateModel(
            name="LineCorrection",
            fields=[
                (
                    "words_item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="roundtables.meetingline",
                    ),
                ),
                (
                    "reason_item",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["line", "at"], name="line_correction_of")],
            },
        ),
        migrations.RunSQL((SQL / "0007_corrections.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
