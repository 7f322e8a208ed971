"""What stands around every page: who I am, where I can go, whom I can call."""

from dataclasses import dataclass, field
from datetime import date, datetime

from roundtable.ui.calm import Calm

MOST_MENU_ENTRIES = 5
"""More than five choices are hard to hold for somebody who slept badly (W3C COGA objective 2)."""


@dataclass(frozen=True)
class MenuEntry:
    """One place in the menu. `current` marks where one is; `exact`: the entry's own page is open, not one that belongs to it."""

    label: str
    url: str
    current: bool = False
    exact: bool = True


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The frame of a signed-in person's page; pass it to the template as `frame`.

    Labels are already translated. `emergency` holds whole lines ("Life in danger: 112"); telephone numbers in them become
    links. `contact_leads`: the contact leads the programme, for who works in it. `contact_back`: the contact is away until that day;
    `contact_cover` can be asked meanwhile. `course_label` is empty where no course is open. `calm`: how the person wants pages.
    `ends_at`: when the sign-in ends, said only when that is near; `stays_url`: where it is made longer; `tells_in`: seconds after which a
    page left open says that it ends. Without a frame the page shows the product's name and help only.
    """

    person_name: str
    role_name: str = ""
    menu: tuple[MenuEntry, ...] = ()
    contact_person: str = ""
    contact_phone: str = ""
    contact_leads: bool = False
    contact_back: date | None = None
    contact_cover: str = ""
    contact_cover_phone: str = ""
    emergency: tuple[str, ...] = ()
    course_label: str = ""
    course_url: str = ""
    language: str = "en"
    sign_out_url: str = ""
    quick_exit_url: str = ""
    home_url: str = "/"
    demo: bool = False
    calm: Calm = field(default_factory=Calm)
    stays_url: str = ""
    ends_at: datetime | None = None
    tells_in: int = 0

    def __post_init__(self) -> None:
        if len(self.menu) > MOST_MENU_ENTRIES:
            raise ValueError(f"A menu has at most {MOST_MENU_ENTRIES} entries, this one has {len(self.menu)}")
        if sum(entry.current for entry in self.menu) > 1:
            raise ValueError("Only one menu entry can be the open page")


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What an act did, said on the next page; pass it to the template as `happened`.

    what: what just happened ("Your message is with Bo."). readers: who can see it. comes_next: what comes next, from whom.
    change_url and change_label: how to change it or take it back.
    """

    what: str
    readers: str = ""
    comes_next: str = ""
    change_url: str = ""
    change_label: str = ""
