"""What one person said at the meetings of a table, as it was written down."""

from uuid import UUID

from django.db.models import Q

from roundtable.casework.roundtables.models import MeetingLine
from roundtable.casework.roundtables.queries.meetings import line_views, table_texts, with_checks
from roundtable.casework.roundtables.queries.rows import LineView
from roundtable.casework.roundtables.rules import How
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.guard import reader

MOST_LINES = 200


@reader(Purpose.MEETING)
def said_lines(*, actor: Actor, case_id: UUID) -> tuple[LineView, ...]:
    """Lines of the acting person at every meeting of this case, newest first: said by them, or by their own hand. Two statements."""
    mine = Q(item__said_by_id=actor.person_id) | Q(item__said_by_id=None, item__author_id=actor.person_id) & ~Q(how=How.TOGETHER)
    found = with_checks(MeetingLine.objects.filter(mine, roundtable__case_id=case_id)).order_by("-at", "-number", "item_id")
    rows = list(found[:MOST_LINES])
    texts = table_texts(actor, case_id, [item for row in rows for item in (row.item_id, row.checked_words)])
    return line_views(rows, texts)
