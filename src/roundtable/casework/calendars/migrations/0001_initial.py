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
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "roundtable",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roundtables.roundtable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InvitationMail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("sequence", models.PositiveSmallIntegerField()),
                ("method", models.CharField(max_length=8)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("channel", models.CharField(max_length=12)),
                ("zone", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("mailed_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(db_default=0)),
                ("trouble", models.CharField(db_default="", max_length=8)),
                ("trouble_at", models.DateTimeField(null=True)),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roundtables.roundtableevent"),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="calendars.invitation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("hat", models.CharField(max_length=20)),
                ("authority", models.BooleanField()),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("ended_at", models.DateTimeField(null=True)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("person", "hat", "authority"), name="one_feed_a_hat"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["case"], name="invitation_case"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("roundtable", "person"), name="one_invitation_each"),
        ),
        migrations.AddIndex(
            model_name="invitationmail",
            index=models.Index(fields=["case"], name="invitation_mail_case"),
        ),
        migrations.AddConstraint(
            model_name="invitationmail",
            constraint=models.UniqueConstraint(fields=("invitation", "sequence"), name="one_mail_a_sequence"),
        ),
        migrations.AddConstraint(
            model_name="invitationmail",
            constraint=models.CheckConstraint(condition=models.Q(("method__in", ["REQUEST", "CANCEL"])), name="invitation_method"),
        ),
        migrations.AddConstraint(
            model_name="invitationmail",
            constraint=models.CheckConstraint(condition=models.Q(("trouble__in", ["", "waiting", "returned"])), name="invitation_trouble"),
        ),
    ]
