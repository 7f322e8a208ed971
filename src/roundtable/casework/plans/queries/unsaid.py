"""What others wrote down in a plan for somebody who has not said yet whether it is so."""

NOT_CONFIRMED = (
    "SELECT g.written_by_id FROM plans_goal g JOIN plans_plan p ON p.item_id = g.plan_id"
    " WHERE p.case_id = %s AND g.owner_id = %s AND g.confirmed_at IS NULL AND g.removed_at IS NULL"
    " UNION SELECT s.written_by_id FROM plans_saying s JOIN plans_plan p ON p.item_id = s.plan_id"
    " WHERE p.case_id = %s AND s.said_by_id = %s AND s.confirmed_at IS NULL AND s.removed_at IS NULL"
    " AND s.kind IN ('own_words', 'help', 'work_gives')"
)
"""Who wrote down goals and words of one person at one table: for a first page, asked together with the lines of its meetings.

Values: the case and the person, twice. No word of the plan is read.
"""
