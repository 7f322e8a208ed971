import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("seats", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("outcome", models.CharField(max_length=20)),
                ("shares_ended", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("item", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="closing_case")],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("told", models.CharField(max_length=12)),
                ("batch", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("coming", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("leaving", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="hand_over_case")],
            },
        ),
        migrations.CreateModel(
            name="PhaseEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("phase", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="one_phase_at_a_time")],
            },
        ),
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
    ]
