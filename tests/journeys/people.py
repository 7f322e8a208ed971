"""People in a browser: they read labels and press buttons, and each form they send is counted."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, Request, expect


@dataclass
class Somebody:
    """One signed-in person. `sent`: the addresses of the forms they sent, in order."""

    name: str
    page: Page
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._count)

    def _count(self, request: Request) -> None:
        if request.method == "POST" and request.is_navigation_request():
            self.sent.append(re.sub(r"[0-9a-f-]{36}", "…", request.url.partition("/")[2].partition("/")[2].partition("/")[2]))

    def opens(self, address: str) -> "Somebody":
        """Goes to an address of the house."""
        answer = self.page.goto(address)
        assert answer is not None and answer.status == 200, (
            f"{self.name} at {address}: {answer.status if answer else None}\n{self.sees()[:600]}"
        )
        return self

    def finds_nothing_at(self, address: str) -> "Somebody":
        """The page for what does not exist."""
        answer = self.page.goto(address)
        assert answer is not None and answer.status == 404, f"{self.name} at {address}: {answer.status if answer else None}"
        return self

    def writes(self, label: str, text: str, *, nth: int = 0) -> "Somebody":
        """Types into the field of this label."""
        field = self._field(label).nth(nth)
        if not field.count():
            raise AssertionError(f"{self.name} finds no field {label!r} at {self.page.url}\n{self.sees()[:1500]}")
        field.fill(text)
        return self

    def _field(self, label: str) -> Locator:
        """The field whose label says exactly this, else one whose label begins so."""
        exact = self.page.locator("main").get_by_label(label, exact=True)
        return exact if exact.count() else self.page.locator("main").get_by_label(label)

    def chooses(self, label: str, *, among: str = "") -> "Somebody":
        """Ticks a box or a radio button; `among` names the question."""
        place = self.page.get_by_role("group", name=among) if among else self.page
        choice = place.get_by_label(label, exact=False).first
        if not choice.count():
            raise AssertionError(f"{self.name} cannot choose {label!r} at {self.page.url}\n{self.sees()[:1500]}")
        choice.check()
        return self

    def ticks(self, words: str) -> "Somebody":
        """Ticks the box beside these words."""
        boxes = self.page.locator(".govuk-checkboxes__item", has_text=words).get_by_role("checkbox")
        assert boxes.count() == 1, f"{boxes.count()} boxes beside {words!r}: {self.page.locator('form').first.inner_text()}"
        boxes.check()
        return self

    def picks(self, label: str, option: str, *, nth: int = 0) -> "Somebody":
        """Chooses from a list."""
        box = self._field(label).nth(nth)
        value = box.locator("option", has_text=option).first.get_attribute("value")
        box.select_option(value)
        return self

    def unfolds(self, label: str) -> "Somebody":
        """Opens something folded."""
        self.page.locator("summary", has_text=label).first.click()
        return self

    def presses(self, label: str) -> "Somebody":
        """Presses a button, and waits for the next page."""
        button = self.page.get_by_role("button", name=label, exact=True).first
        if not button.count():
            there = self.page.locator("main button, main a[role=button]").all_inner_texts()
            raise AssertionError(f"{self.name} finds no button {label!r} at {self.page.url}, only {there}\n{self.sees()[:1500]}")
        with self.page.expect_navigation():
            button.click()
        faults = self.page.locator(".govuk-error-summary")
        if faults.count():
            raise AssertionError(f"{self.name} pressed {label!r} at {self.page.url}: {faults.first.inner_text()}")
        return self

    def searches(self, word: str) -> "Somebody":
        """Searches; not counted as a form, since it changes nothing."""
        self.page.locator("main input[type=text], main input[type=search]").first.fill(word)
        sent = len(self.sent)
        self.presses("Search")
        del self.sent[sent:]
        return self

    def follows(self, label: str) -> "Somebody":
        """Follows a link."""
        link = self.page.locator("a", has_text=label).first
        if not link.count():
            raise AssertionError(f"{self.name} finds no link {label!r} at {self.page.url}\n{self.sees()[:1500]}")
        with self.page.expect_navigation():
            link.click()
        return self

    def reads(self, *texts: str) -> "Somebody":
        """These words are on the page."""
        for text in texts:
            expect(self.page.locator("body"), f"{self.name} should read {text!r} at {self.page.url}").to_contain_text(text)
        return self

    def does_not_read(self, *texts: str) -> "Somebody":
        """None of these words is anywhere in the page, not even in what is not shown."""
        content = self.page.content()
        for text in texts:
            assert text not in content, f"{self.name} reads {text!r} at {self.page.url}"
        return self

    def sees(self) -> str:
        """The words on the page, for a message when something is missing."""
        return self.page.locator("body").inner_text()
