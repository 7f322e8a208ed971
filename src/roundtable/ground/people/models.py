"""People, and the accounts they sign in with. An account belongs to the door; a person to those who share a table with them."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    """Somebody with a name. No address, no number of a register, nothing one household member learns about another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    work_phone = models.CharField(max_length=40, blank=True)
    work_email = models.EmailField(blank=True)

    class Meta:
        ordering = ["given_name", "family_name", "id"]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class ContactDetails(models.Model):
    """A citizen's own phone, e-mail and birthday: hers, and the professionals' at her table."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    born_on = models.DateField(null=True)
    channel = models.CharField(max_length=20, default="letter")

    def __str__(self) -> str:
        return str(self.person_id)


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """What somebody signs in with. Staff: e-mail, password and TOTP. Citizens: letter code once, then a link and a PIN."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField(unique=True)
    email = models.EmailField(_("E-mail"), unique=True, null=True)
    email_proven = models.BooleanField(default=True)
    pin = models.CharField(max_length=128, blank=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    kind = models.CharField(max_length=10, default="staff")
    display_name = models.CharField(max_length=160)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="en")
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=TransactionNow())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]
    objects = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]

    def __str__(self) -> str:
        return self.display_name


class LetterCode(models.Model):
    """A code printed in a letter: good once, for 30 days, for five tries. `prefix` finds it; the rest is kept as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    prefix = models.CharField(max_length=4, unique=True)
    secret = models.CharField(max_length=128)
    tries = models.PositiveSmallIntegerField(default=0)
    new_pin = models.BooleanField(default=True)
    made_by_id = models.UUIDField(null=True)
    asked_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=TransactionNow())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "made_at"], name="lettercode_account")]

    def __str__(self) -> str:
        return f"letter of {self.made_at:%Y-%m-%d}"


class LetterAsk(models.Model):
    """A new letter for an account in use, asked for by one person and printed by another; with the names of the day. No code here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=170)
    case_id = models.UUIDField(null=True)
    programme_id = models.UUIDField()
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_hat = models.CharField(max_length=20)
    asked_name = models.CharField(max_length=170)
    asked_at = models.DateTimeField(db_default=TransactionNow())
    agreed_by = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    agreed_name = models.CharField(max_length=170, blank=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(asked_by=models.F("agreed_by")), name="letter_of_two")]

    def __str__(self) -> str:
        return f"letter asked for on {self.asked_at:%Y-%m-%d}"


class SignInLink(models.Model):
    """A link asked for by e-mail: good once, for 30 minutes. Without an account where nobody has the address: asking takes as long.

    `tries`: wrong PINs said with it, where it went to an address that nobody has shown to be theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    next_path = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(db_default=TransactionNow())
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="signinlink_expires")]

    def __str__(self) -> str:
        return str(self.id)


class KeptForm(models.Model):
    """What somebody had typed when their session ended, or kept for another day: sealed, for that account alone, for a day or for 90."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    path = models.CharField(max_length=500)
    sealed = models.BinaryField()
    for_later = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["account", "made_at"], name="keptform_account")]

    def __str__(self) -> str:
        return str(self.id)
