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
            name="Request",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("asked_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("to_person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("asked_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("to_seat", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.seat")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "asked_at"], name="proposal_case")],
            },
        ),
        migrations.CreateModel(
            name="ProposalAnswer",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("answer", models.CharField(max_length=12)),
                ("how", models.CharField(max_length=10)),
                ("answered_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "disclosure",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.disclosure"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["yes", "other_words", "self", "no"])), name="proposal_answer"
                    ),
                    models.CheckConstraint(condition=models.Q(("how__in", ["signed", "aloud"])), name="proposal_how"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer__in", ["yes", "other_words"]), ("disclosure__isnull", False)),
                            models.Q(("answer__in", ["self", "no"]), ("disclosure__isnull", True)),
                            _connector="OR",
                        ),
                        name="yes_shares",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="disclosure.request",
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("replied_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("item", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
            ],
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["case", "asked_at"], name="request_case"),
        ),
    ]
