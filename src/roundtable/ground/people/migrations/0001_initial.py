import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField(unique=True)),
                ("email", models.EmailField(max_length=254, null=True, unique=True, verbose_name="E-mail")),
                ("email_proven", models.BooleanField(default=True)),
                ("pin", models.CharField(blank=True, max_length=128)),
                ("wrong_pins", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("kind", models.CharField(default="staff", max_length=10)),
                ("display_name", models.CharField(max_length=160)),
                ("is_active", models.BooleanField(default=True)),
                ("language", models.CharField(default="en", max_length=5)),
                ("settings", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="one_account_an_address")],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(blank=True, max_length=80)),
                ("work_phone", models.CharField(blank=True, max_length=40)),
                ("work_email", models.EmailField(blank=True, max_length=254)),
            ],
            options={
                "ordering": ["given_name", "family_name", "id"],
            },
        ),
        migrations.CreateModel(
            name="ContactDetails",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="people.person"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("born_on", models.DateField(null=True)),
                ("channel", models.CharField(default="letter", max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=500)),
                ("sealed", models.BinaryField()),
                ("for_later", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "made_at"], name="keptform_account")],
            },
        ),
        migrations.CreateModel(
            name="LetterAsk",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=170)),
                ("case_id", models.UUIDField(null=True)),
                ("programme_id", models.UUIDField()),
                ("asked_hat", models.CharField(max_length=20)),
                ("asked_name", models.CharField(max_length=170)),
                ("asked_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("agreed_name", models.CharField(blank=True, max_length=170)),
                ("agreed_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
                ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("asked_by", models.F("agreed_by")), _negated=True), name="letter_of_two")
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("prefix", models.CharField(max_length=4, unique=True)),
                ("secret", models.CharField(max_length=128)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("new_pin", models.BooleanField(default=True)),
                ("made_by_id", models.UUIDField(null=True)),
                ("asked_by_id", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "made_at"], name="lettercode_account")],
            },
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("next_path", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("expires_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="signinlink_expires")],
            },
        ),
    ]
