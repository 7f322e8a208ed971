"""What the shorter journeys share: their people in a browser, the course they sit around, and the pages axe was asked about."""

import io
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from pypdf import PdfReader

from roundtable.ground.access.context import through
from roundtable.ground.access.hats import hats_of
from roundtable.ground.people.models import Person
from tests.cast import NO_CASE, account
from tests.journeys.conftest import LAPTOP, SignedInPage, axe_findings
from tests.journeys.people import Somebody


class Table:
    """One course and the people who meet around it, each in a window of their own. `looked_at`: pages on which axe found nothing.

    `scripts=False`: nobody's browser runs scripts.
    """

    def __init__(self, signed_in_page: SignedInPage, case_id: UUID = NO_CASE, *, scripts: bool = True) -> None:
        self._signed_in_page, self._scripts = signed_in_page, scripts
        self.case_id = case_id
        self.looked_at: list[str] = []

    def staff(self, name: str, person_id: UUID) -> Somebody:
        """A professional at a laptop."""
        return Somebody(name, self._signed_in_page(account(person_id, f"{name} Test"), size=LAPTOP, scripts=self._scripts))

    def citizen(self, name: str, person_id: UUID) -> Somebody:
        """A citizen with a phone."""
        return Somebody(name, self._signed_in_page(account(person_id, f"{name} Test", kind="citizen"), scripts=self._scripts))

    def nobody(self, name: str) -> Somebody:
        """Somebody with a phone who has not signed in yet."""
        return Somebody(name, self._signed_in_page(None, scripts=self._scripts))

    def at(self, place: str) -> str:
        """An address of this course."""
        return f"/course/{self.case_id}/{place}"

    def calm(self, who: Somebody) -> Somebody:
        """The page somebody has open is clean to axe."""
        found = axe_findings(who.page)
        assert not found, (who.name, who.page.url, found)
        self.looked_at.append(who.page.url)
        return who


def person_called(given_name: str, family_name: str) -> UUID:
    """The person of this name."""
    with through("loader"):
        return Person.objects.get(given_name=given_name, family_name=family_name).id


def course_of(person_id: UUID) -> UUID:
    """The course somebody sits at."""
    return next(row.case_id for row in hats_of(person_id) if row.case_id is not None)


def day(days: int) -> str:
    """So many days from today."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def sheet_words(body: bytes) -> str:
    """The words of a printed sheet, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())
