import uuid
from pathlib import Path

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_protect"),
        ("people", "0004_invite"),
        ("programmes", "0003_line_managers"),
        ("seats", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("ground", models.CharField(max_length=20)),
                ("from_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("until_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
                ("given_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="organisations.organisation")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person"], name="mandate_person"),
                    models.Index(fields=["case"], name="mandate_case"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("until_at__gt", models.F("from_at"))), name="mandate_some_time"),
                    models.CheckConstraint(
                        condition=models.Q(("given_by", models.F("person")), _negated=True), name="mandate_has_two_people"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["complaint", "incident", "supervision", "absence"])), name="mandate_ground"
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "0005_mandates.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
