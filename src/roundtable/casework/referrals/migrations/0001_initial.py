import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_protect"),
        ("people", "0001_initial"),
        ("programmes", "0001_initial"),
        ("seats", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("draft", models.BooleanField()),
                ("became", models.UUIDField(null=True)),
                ("scope_id", models.IntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("authority", models.BooleanField()),
                ("sent_at", models.DateTimeField()),
                ("waits", models.BooleanField(db_default=True)),
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
                ("referrer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
        ),
        migrations.CreateModel(
            name="ReferralConsent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("how", models.CharField(max_length=12)),
                ("on_day", models.DateField()),
                ("text_version", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("citizen", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
                ("referral", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="referrals.referral")),
            ],
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("act", models.CharField(max_length=12)),
                ("state", models.CharField(max_length=12)),
                ("checks", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("item", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
                ("referral", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="referrals.referral")),
                ("shown", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
            ],
        ),
        migrations.CreateModel(
            name="ReferralLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("linked", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("other_case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
            ],
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["programme", "sent_at"], name="referral_programme_sent"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(condition=models.Q(("waits", True)), fields=["programme", "sent_at"], name="referral_waits"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(fields=("id", "case"), name="referral_of_case"),
        ),
        migrations.AddIndex(
            model_name="referralconsent",
            index=models.Index(fields=["case"], name="referral_consent_case"),
        ),
        migrations.AddIndex(
            model_name="referralconsent",
            index=models.Index(fields=["referral"], name="referral_consent_of"),
        ),
        migrations.AddIndex(
            model_name="referralevent",
            index=models.Index(fields=["case"], name="referral_event_case"),
        ),
        migrations.AddConstraint(
            model_name="referralevent",
            constraint=models.UniqueConstraint(fields=("referral", "number"), name="one_referral_event_at_a_time"),
        ),
        migrations.AddIndex(
            model_name="referrallink",
            index=models.Index(fields=["case", "other_case"], name="referral_link_cases"),
        ),
    ]
