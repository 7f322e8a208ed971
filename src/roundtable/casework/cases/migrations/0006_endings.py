import uuid
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_managed"),
        ("people", "0011_one_open_letter"),
        ("seats", "0016_away"),
    ]

    operations = [
        migrations.CreateModel(
            name="BridgeContact",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("name", models.TextField()),
                ("organisation", models.TextField(blank=True)),
                ("telephone", models.TextField()),
                ("until_on", models.DateField()),
                ("rings_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BridgeAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("yes", models.BooleanField()),
                ("how", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="cases.bridgecontact"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlannedEnd",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("ends_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                (
                    "by",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
            ],
        ),
        migrations.AddIndex(
            model_name="bridgecontact",
            index=models.Index(fields=["case", "at"], name="bridge_contact_case"),
        ),
        migrations.AddIndex(
            model_name="bridgeanswer",
            index=models.Index(fields=["contact", "at"], name="bridge_answer_of"),
        ),
        migrations.AddConstraint(
            model_name="bridgeanswer",
            constraint=models.CheckConstraint(condition=models.Q(("how__in", ["self", "aloud", "telephone"])), name="bridge_answer_how"),
        ),
        migrations.AddConstraint(
            model_name="bridgeanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "self"), ("person", models.F("by"))),
                    models.Q(models.Q(("how", "self"), _negated=True), models.Q(("person", models.F("by")), _negated=True)),
                    _connector="OR",
                ),
                name="bridge_answered_by_whom",
            ),
        ),
        migrations.AddIndex(
            model_name="plannedend",
            index=models.Index(fields=["case", "at"], name="planned_end_case"),
        ),
        migrations.RunSQL((SQL / "0005_endings.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
