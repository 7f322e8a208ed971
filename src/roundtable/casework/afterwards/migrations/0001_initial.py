import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("roundtables", "0001_initial"),
        ("seats", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("event", models.CharField(max_length=12)),
                ("day", models.DateField(null=True)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "by",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "caller",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "citizen",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "roundtable",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roundtables.roundtable"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["roundtable", "at"], name="call_note_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("event__in", ["done", "not_reached", "moved", "given"])), name="call_note_event"
                    ),
                    models.UniqueConstraint(condition=models.Q(("event", "done")), fields=("roundtable", "citizen"), name="one_call_each"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnAnswer",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "roundtable",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roundtables.roundtable"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "roundtable", "number"), name="one_answer_each")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="roundtables.meetingline",
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("by_when", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "roundtable",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roundtables.roundtable"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("roundtable", "person"), name="one_task_each")],
            },
        ),
    ]
