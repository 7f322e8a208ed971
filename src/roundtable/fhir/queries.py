"""Who of the people named in a file works in the programme."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connections

from roundtable.fhir.rules import Party, Worker
from roundtable.ground.access.context import current_alias


def workers_among(parties: Iterable[Party], programme_id: UUID) -> dict[Party, Worker]:
    """Those of these parties who work in the programme now, beyond doubt. One statement, as loader.

    An e-mail address in the file decides alone (the account's or the one at work); without one, the whole name, where exactly one
    person has it.
    """
    alias = current_alias()
    if alias != "loader":
        raise RuntimeError("files are imported by the loader only")
    wanted = list(dict.fromkeys(parties))
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT u.n, (array_agg(m.person_id))[1], (array_agg(r.authority ORDER BY m.leads, m.from_at, m.id))[1]"
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS u(name, email, n)"
            " JOIN programmes_membership m ON m.programme_id = %s AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)"
            " JOIN programmes_role r ON r.id = m.role_id JOIN people_person p ON p.id = m.person_id"
            " LEFT JOIN people_account a ON a.person_id = p.id AND a.is_active"
            " WHERE CASE WHEN u.email <> '' THEN u.email IN (lower(a.email), lower(p.work_email))"
            " ELSE u.name <> '' AND lower(btrim(p.given_name || ' ' || p.family_name)) = u.name END"
            " GROUP BY u.n HAVING count(DISTINCT m.person_id) = 1",
            [[party.shown_as.lower() for party in wanted], [party.email.lower() for party in wanted], programme_id],
        )
        return {wanted[number - 1]: Worker(person_id, authority) for number, person_id, authority in cursor.fetchall()}
