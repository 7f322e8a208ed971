"""`make bench`: whole pages with disclosure control and log, with few and with many courses in the database, side by side in one run.

`python -m tests.bench 1000 10000`: the two sizes. Prints statements, and milliseconds at the middle and at the 95th of 100, and the
ratio of the two middles. Machines differ and are noisy: compare the ratios and the statements, not the milliseconds.
"""

import os
import sys
from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter
from uuid import UUID, uuid4

import tests.plugin

ROUNDS = 60


def main(small: int = 500, large: int = 5_000) -> None:
    """Measure with `small` courses, fill up to `large`, measure again."""
    import django

    django.setup()
    from django.core.management import call_command

    found = []
    for size in (small, large):
        started = perf_counter()
        call_command("populate", size, verbosity=0)
        print(f"{size} courses are in ({perf_counter() - started:.0f} s)")
        found.append(measure())
    print(f"\n{'page':<14}{'statements':>16}{'median ms':>18}{'p95 ms':>18}{'ratio':>8}")
    for name in found[0]:
        few, many = found[0][name], found[1][name]
        print(f"{name:<14}{few[0]:>8}{many[0]:>8}{few[1]:>9.1f}{many[1]:>9.1f}{few[2]:>9.1f}{many[2]:>9.1f}{many[1] / few[1]:>8.2f}")


def measure() -> dict[str, tuple[int, float, float]]:
    """Statements, median and 95th percentile of each page, for a care manager of the population and one of her courses."""
    from django.test import Client

    from roundtable.demo.actions.population import population_id
    from roundtable.ground.access.hats import hats_of
    from tests.cast import account

    person_id = population_id("care/0/0")
    case_id = next(row.case_id for row in hats_of(person_id) if row.case_id is not None)
    citizen_id = _citizen_of(case_id)
    client = Client()
    client.force_login(account(person_id, "Bench"))
    course = f"/course/{case_id}"
    pages: dict[str, Callable[[], int]] = {
        "list": lambda: client.get("/").status_code,
        "open a case": lambda: client.get(f"{course}/").status_code,
        "time line": lambda: client.get(f"{course}/time-line/").status_code,
        "people": lambda: client.get(f"{course}/people/").status_code,
        "plan": lambda: client.get(f"{course}/plan/").status_code,
        "create": lambda: client.post(f"{course}/messages/{citizen_id}/", {"body": "Good morning", "once": str(uuid4())}).status_code,
    }
    return {name: _timed(page) for name, page in pages.items()}


def _timed(page: Callable[[], int]) -> tuple[int, float, float]:
    from tests.statements import count_statements

    assert page() in (200, 302)
    with count_statements() as asked:
        page()
    took = []
    for _ in range(ROUNDS):
        started = perf_counter()
        page()
        took.append((perf_counter() - started) * 1000)
    return len(asked), median(took), quantiles(took, n=20)[-1]


def _citizen_of(case_id: UUID | None) -> UUID:
    from roundtable.ground.access.context import through
    from roundtable.ground.seats.models import Seat

    with through("loader"):
        return Seat.objects.filter(case_id=case_id, hat="citizen").values_list("person_id", flat=True)[0]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    try:
        main(*[int(word) for word in sys.argv[1:3]])
    finally:
        tests.plugin.pytest_unconfigure()
