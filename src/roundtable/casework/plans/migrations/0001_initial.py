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
            name="Plan",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("return_kind", models.CharField(blank=True, max_length=10)),
                ("return_on", models.DateField(null=True)),
                ("return_until", models.DateField(null=True)),
                ("return_when", models.TextField(blank=True)),
                ("return_revision", models.PositiveIntegerField(default=0)),
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
            ],
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("level", models.CharField(max_length=8)),
                ("text", models.TextField()),
                ("gives", models.TextField(blank=True)),
                ("fears", models.TextField(blank=True)),
                ("protection", models.TextField(blank=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("said_yes_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("changed_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("revision", models.PositiveIntegerField(default=1)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_why", models.TextField(blank=True)),
                ("before", models.TextField(blank=True, db_default="")),
                (
                    "before_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("owner", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan")),
            ],
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("proposal", models.JSONField()),
                ("parties", models.JSONField()),
                ("topics", models.JSONField()),
                ("days", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan")),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("party", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("answer", models.CharField(max_length=8)),
                ("reason", models.TextField(blank=True)),
                ("exceptions", models.JSONField(default=list)),
                ("own_words", models.TextField(blank=True)),
                ("how", models.CharField(max_length=8)),
                ("noted_name", models.CharField(blank=True, max_length=200)),
                ("carried", models.PositiveIntegerField(default=0)),
                ("given_at", models.DateTimeField()),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "noted_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "call",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="plans.call"),
                ),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan")),
            ],
        ),
        migrations.CreateModel(
            name="Saying",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("to_fixed", models.BooleanField(default=False)),
                ("kind", models.CharField(max_length=12)),
                ("text", models.TextField(blank=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("said_yes_on", models.DateField(null=True)),
                ("changed_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("revision", models.PositiveIntegerField(default=1)),
                ("removed_at", models.DateTimeField(null=True)),
                ("before", models.TextField(blank=True, db_default="")),
                (
                    "before_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("goal", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.goal")),
                (
                    "noted_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan")),
                ("said_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("to_goal", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.goal")),
                ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.case"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("fixed_at", models.DateTimeField(null=True)),
                ("shared", models.CharField(default="none", max_length=10)),
                ("asked_at", models.DateTimeField(null=True)),
                ("closes_at", models.DateTimeField(null=True)),
                ("waiting", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ("changed_at", models.DateTimeField()),
                ("caller", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("what", models.TextField()),
                ("by_on", models.DateField(null=True)),
                ("by_when", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("state", models.CharField(default="open", max_length=8)),
                ("state_reason", models.TextField(blank=True)),
                ("state_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("removed_at", models.DateTimeField(null=True)),
                ("goal", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.goal")),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan")),
                (
                    "state_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("who", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("written_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=8)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("step", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="plans.step")),
            ],
        ),
        migrations.CreateModel(
            name="StepReply",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("answer", models.CharField(max_length=8)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan")),
                ("step", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.step")),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("snapshot", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("shared", models.CharField(max_length=10)),
                ("closed_how", models.CharField(max_length=12)),
                ("fixed_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("call", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="version", to="plans.call")),
                ("closed_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("item", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan")),
            ],
        ),
        migrations.CreateModel(
            name="LookAgain",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("topic", models.CharField(max_length=40)),
                ("look_on", models.DateField()),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "by",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("plan", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan")),
            ],
            options={
                "indexes": [models.Index(fields=["plan"], name="look_again_plan")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first", None), ("second", None)),
                            models.Q(
                                ("first__isnull", False), ("second__isnull", False), models.Q(("first", models.F("second")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="two_look_or_a_day_alone",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(fields=["plan"], name="goal_plan"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "shared"), ("removed_at", None)), fields=("plan",), name="one_shared_goal"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "shared"), ("owner__isnull", False), _connector="OR"), name="goal_has_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="one_call_a_number"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["plan"], name="answer_plan"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("call", "number"), name="one_answer_a_number"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(condition=models.Q(("answer__in", ["yes", "yes_but", "no", "not_yet"])), name="answer_given"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "self"), ("noted_by__isnull", True)),
                    models.Q(("how__in", ["phone", "paper"]), ("noted_by__isnull", False)),
                    _connector="OR",
                ),
                name="answer_noted_by",
            ),
        ),
        migrations.AddIndex(
            model_name="saying",
            index=models.Index(fields=["plan"], name="saying_plan"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["plan"], name="step_plan"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "care"), _negated=True),
                    models.Q(("state", "open"), ("state_at", None), ("state_by", None), ("state_reason", "")),
                    _connector="OR",
                ),
                name="care_state_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.CheckConstraint(condition=models.Q(("wall", 1)), name="progress_behind_wall"),
        ),
        migrations.AddIndex(
            model_name="stepreply",
            index=models.Index(fields=["step", "at"], name="step_reply_step"),
        ),
        migrations.AddConstraint(
            model_name="stepreply",
            constraint=models.CheckConstraint(condition=models.Q(("answer__in", ["takes", "no_room"])), name="step_reply_answer"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="one_version_a_number"),
        ),
    ]
