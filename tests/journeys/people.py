"""People in a browser: they read labels and press buttons, and each form they send is counted."""

from dataclasses import dataclass, field

from django.urls import resolve
from playwright.sync_api import Locator, Page, Request, expect

from tests.journeys.watching import may_be_refused

SEARCHES = frozenset({"search", "search_case"})
"""Forms that change nothing: what was looked for travels in a form so that it stands in no address."""

NOTHING = "Nothing to do today"
"""What a first page says that asks for nothing."""


@dataclass
class Somebody:
    """One signed-in person. `sent`: the names of the forms they sent, in order, as the browser posted them.

    `asked`: what their first page asked of them, each thing once, in order, at each visit to it.
    """

    name: str
    page: Page
    sent: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.on("request", self._count)

    def _count(self, request: Request) -> None:
        """Every form that leaves the browser, whoever pressed the button."""
        if request.method == "POST":
            name = resolve("/" + request.url.split("/", 3)[3].partition("?")[0]).url_name or request.url
            if name not in SEARCHES:
                self.sent.append(name)

    def _arrived(self) -> None:
        """On one's first page: what it asks for."""
        if self.page.url.split("/", 3)[3] != "":
            return
        card = self.page.locator("main .rt-card").first
        if card.count() and card.locator("a.govuk-button").count():
            title = card.locator("h2").first.inner_text()
            if title != NOTHING and title not in self.asked:
                self.asked.append(title)

    def opens(self, address: str) -> "Somebody":
        """Goes to an address of the house."""
        answer = self.page.goto(address)
        assert answer is not None and answer.status == 200, (
            f"{self.name} at {address}: {answer.status if answer else None}\n{self.sees()[:600]}"
        )
        self._arrived()
        return self

    def looks_at(self, address: str) -> "Somebody":
        """Goes where perhaps there is nothing for them."""
        may_be_refused(self.page.context, address)
        self.page.goto(address)
        return self

    def finds_nothing_at(self, address: str) -> "Somebody":
        """The page for what does not exist."""
        may_be_refused(self.page.context, address)
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
        self._arrived()
        return self

    def may_be_told_no(self) -> "Somebody":
        """What they send from this page may come too late."""
        may_be_refused(self.page.context, self.page.url)
        return self

    def is_refused(self, button: str, *texts: str) -> "Somebody":
        """Presses a button, and is told what is missing; the page says so, nothing typed is lost."""
        self.may_be_told_no()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        summary = self.page.locator(".govuk-error-summary")
        for text in texts:
            expect(summary, f"{self.name} is not told {text!r} at {self.page.url}").to_contain_text(text)
        return self

    def searches(self, word: str) -> "Somebody":
        """Searches."""
        self.page.locator("main input[type=text], main input[type=search]").first.fill(word)
        return self.presses("Search")

    def follows(self, label: str) -> "Somebody":
        """Follows a link."""
        link = self.page.locator("a", has_text=label).first
        if not link.count():
            raise AssertionError(f"{self.name} finds no link {label!r} at {self.page.url}\n{self.sees()[:1500]}")
        with self.page.expect_navigation():
            link.click()
        self._arrived()
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
