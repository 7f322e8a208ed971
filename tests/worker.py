"""The worker, run once as it runs by itself: in a thread of its own, for a browser driver in this one may hold an event loop."""

from concurrent.futures import ThreadPoolExecutor

from django.core.management import call_command
from django.db import connections


def work_once(**options: bool) -> None:
    """Every job that is due is done; what one raises is raised here."""

    def work() -> None:
        try:
            call_command("work", once=True, **options)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(work).result()
