"""One event of a story, told by the act that fits its kind; the acts stand beside, by room."""

from functools import singledispatch

from roundtable.demo.actions.telling.table import Table
from roundtable.demo.rules.script import Event


@singledispatch
def tell(event: Event, table: Table) -> None:
    """The event happens at the table. Each kind of event has its act; one without is a fault of the script."""
    raise NotImplementedError(type(event).__name__)
