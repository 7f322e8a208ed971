"""A citizen's telephone stands where who sits at her table looks for her."""

from django.test import Client
from tests.cast import Member, account, build_cast
from tests.statements import count_statements

from roundtable.ground.access.context import through
from roundtable.ground.people.models import ContactDetails

NUMBER = "20 30 40 50"


def browser(member: Member, name: str) -> Client:
    client = Client()
    client.force_login(account(member.person_id, name))
    return client


def test_who_sits_at_amals_table_finds_her_telephone_where_they_look_for_her_and_nobody_else_does() -> None:
    """On the course and among the people: for Bo and Cleo, who read it with the referral; not for who leads, nor for strangers."""
    cast = build_cast()
    with through("loader"):
        ContactDetails.objects.update_or_create(person_id=cast.amal_id, defaults={"phone": NUMBER})
    for name in ("", "people/"):
        path = f"/course/{cast.case_id}/{name}"
        for client in (browser(cast.bo, "Bo"), browser(cast.cleo, "Cleo")):
            with count_statements() as asked:
                page = client.get(path).text
            assert f'<a href="tel:20304050">{NUMBER}</a>' in page, name
            assert len(asked) <= 12
        for client in (browser(cast.dag, "Dag"), browser(cast.eve, "Eve"), browser(cast.gro, "Gro")):
            assert NUMBER not in client.get(path).text, name
