"""What goes by itself when something that was shared has ended."""

from django.db import connections

from roundtable.ground.access.context import through


def drop_ended_keys() -> int:
    """Keys that were laid out for somebody who may no longer read what they open are gone: past its day, or their seat ended.

    Returns how many went. What was taken back, or refused by the second signer, lost its keys at that moment.
    """
    with through("worker"), connections["worker"].cursor() as cursor:
        cursor.execute("SELECT guard.drop_ended_wraps()")
        dropped: int = cursor.fetchone()[0]
    return dropped
