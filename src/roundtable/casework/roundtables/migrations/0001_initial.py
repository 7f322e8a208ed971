import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
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
            name="Roundtable",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("called_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("last", models.BooleanField(db_default=False, default=False)),
                ("called_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
            ],
        ),
        migrations.CreateModel(
            name="MeetingLine",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("section", models.CharField(max_length=12)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("look_again_on", models.DateField(null=True)),
                ("how", models.CharField(max_length=12)),
                ("text", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "roundtable",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="roundtables.roundtable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InvitationAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("answer", models.CharField(max_length=12)),
                ("other_on", models.DateField(null=True)),
                ("other_clock", models.TimeField(null=True)),
                ("how", models.CharField(max_length=12)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("item", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "roundtable",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="roundtables.roundtable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoundtableEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("event", models.CharField(max_length=12)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("channel", models.CharField(max_length=12)),
                ("pace", models.CharField(max_length=12)),
                ("why", models.CharField(blank=True, max_length=20)),
                ("held_on", models.DateField(null=True)),
                ("follow_up", models.BooleanField(default=False)),
                ("present", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ("by_hat", models.CharField(max_length=20)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "place_item",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item"),
                ),
                (
                    "reason_item",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item"),
                ),
                (
                    "roundtable",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="roundtables.roundtable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DoneBefore",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=8)),
                ("done", models.BooleanField()),
                ("done_on", models.DateField(null=True)),
                ("channel", models.CharField(blank=True, max_length=12)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "by",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "with_person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "at"], name="done_before_case")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what__in", ["dates", "hello"])), name="done_before_what"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done", True), ("done_on__isnull", False)),
                            models.Q(("done", False), ("done_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="done_before_has_its_day",
                    ),
                    models.CheckConstraint(condition=models.Q(("by", models.F("with_person")), _negated=True), name="done_before_by_two"),
                ],
            },
        ),
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
                    "reason_item",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item"),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="roundtables.meetingline",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["line", "at"], name="line_correction_of")],
            },
        ),
        migrations.CreateModel(
            name="LineCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("said_so", models.BooleanField()),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "words_item",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item"),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="roundtables.meetingline"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["line", "at"], name="line_check_of")],
            },
        ),
        migrations.CreateModel(
            name="MeetingWishes",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("channel", models.CharField(blank=True, max_length=12)),
                ("pace", models.CharField(max_length=12)),
                ("breaks", models.CharField(max_length=12)),
                ("how", models.CharField(max_length=12)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "looks_after",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "at"], name="meeting_wishes_case")],
            },
        ),
        migrations.AddIndex(
            model_name="roundtable",
            index=models.Index(fields=["case"], name="roundtable_case"),
        ),
        migrations.AddIndex(
            model_name="meetingline",
            index=models.Index(fields=["roundtable", "at"], name="meeting_line_of"),
        ),
        migrations.AddIndex(
            model_name="invitationanswer",
            index=models.Index(fields=["roundtable", "at"], name="invitation_answer_of"),
        ),
        migrations.AddConstraint(
            model_name="invitationanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["comes", "cannot", "other_time"])), name="invitation_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitationanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("by")), models.Q(("how", "self"), _negated=True), _connector="OR"),
                name="answered_by_whom",
            ),
        ),
        migrations.AddIndex(
            model_name="roundtableevent",
            index=models.Index(fields=["case", "roundtable", "number"], name="roundtable_event_case"),
        ),
        migrations.AddConstraint(
            model_name="roundtableevent",
            constraint=models.UniqueConstraint(fields=("roundtable", "number"), name="one_event_a_number"),
        ),
        migrations.AddConstraint(
            model_name="roundtableevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ["called", "moved", "cancelled", "held", "pen"])), name="roundtable_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundtableevent",
            constraint=models.CheckConstraint(condition=models.Q(("minutes__gte", 10), ("minutes__lte", 240)), name="roundtable_minutes"),
        ),
    ]
