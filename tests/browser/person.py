"""A person at a browser of their own, who finds things by what stands on the screen."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Download, Locator, Page, Request
from playwright.sync_api import Response as Answer

from tests.browser.looking import Looks


class Person:
    """Every page that this person opens is looked at: see `looking`."""

    def __init__(
        self, context: BrowserContext, address: str, looks: Looks, *, script: bool = True
    ) -> None:
        self.address = address
        self.looks = looks
        self.script = script
        self.language = "en"
        self.complaints: list[str] = []
        self.answer: Answer | None = None
        self.page: Page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self.receive)
        context.on("request", self.stay_home)

    def hear(self, message: ConsoleMessage) -> None:
        refused = "Failed to load resource" in message.text and message.location["url"] in (
            self.page.url,
            self.answer.url if self.answer else "",
        )
        if message.type == "error" and not refused:
            self.complaints.append(message.text)

    def receive(self, answer: Answer) -> None:
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            self.answer = answer

    def stay_home(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.complaints.append(f"asked {request.url}")

    # Going from page to page

    def open(self, address: str, *, status: int = 200) -> "Person":
        """Type an address, or open one from a message."""
        url = address if address.startswith("http") else self.address + address
        self.page.goto(url)
        return self.look(status)

    def goes(self, act: Callable[[], object], *, status: int = 200) -> "Person":
        """Do something that brings another page."""
        with self.page.expect_navigation():
            act()
        return self.look(status)

    def follow(self, link: str, *, within: Locator | None = None, nth: int = 0) -> "Person":
        return self.goes(self.link(link, within=within).nth(nth).click)

    def menu(self, link: str) -> "Person":
        """Choose from the menu at the top of every page."""
        return self.follow(link, within=self.page.get_by_role("navigation", name="Main"))

    def follow_beginning(self, words: str) -> "Person":
        """Follow the first link whose name begins with these words."""
        return self.goes(self.page.get_by_role("link", name=spoken(words)).first.click)

    def follow_row(self, words: str) -> "Person":
        """Open the first row of a list that has these words."""
        return self.goes(self.row(words).get_by_role("link").first.click)

    def press(
        self, button: str, *, within: Locator | None = None, nth: int = 0, status: int = 200
    ) -> "Person":
        return self.goes(self.button(button, within=within).nth(nth).click, status=status)

    def press_surely(self, button: str, *, within: Locator | None = None) -> "Person":
        """Press a button that asks once."""
        scope = within or self.page.locator("main")
        scope.locator("summary").get_by_text(button, exact=True).first.click()
        return self.press(f"Yes: {button}", within=within)

    def download(self, link: str) -> bytes:
        with self.page.expect_download() as waiting:
            self.link(link).first.click()
        return content_of(waiting.value)

    def look(self, status: int = 200) -> "Person":
        self.page.wait_for_load_state()
        answer = self.answer
        assert answer is not None
        assert answer.status == status, f"{answer.url} answered {answer.status}: {self.words()}"
        self.looks.look(self.page, answer.text(), language=self.language, script=self.script)
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"
        return self

    # Finding things on it

    def link(self, name: str, *, within: Locator | None = None) -> Locator:
        scope = within or self.page.locator("body")
        return scope.get_by_role("link", name=spoken(name, whole=True))

    def button(self, name: str, *, within: Locator | None = None) -> Locator:
        return (within or self.page.locator("body")).get_by_role("button", name=name, exact=True)

    def group(self, legend: str) -> Locator:
        """Fields that belong together: the languages of a text, the answers to a question."""
        return self.page.get_by_role("group", name=legend, exact=True)

    def row(self, words: str) -> Locator:
        """A table's row with these words."""
        return self.page.get_by_role("row").filter(has_text=words).first

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        return (within or self.page.locator("main")).get_by_label(label, exact=True).first

    # Filling in

    def write(self, label: str, value: object, *, within: Locator | None = None) -> "Person":
        self.field(label, within=within).fill(str(value))
        return self

    def write_texts(self, legend: str, words: str) -> "Person":
        """Write a text in English, which the others fall back to."""
        return self.write("In English", words, within=self.group(legend))

    def choose(self, label: str, option: str, *, within: Locator | None = None) -> "Person":
        self.field(label, within=within).select_option(label=option)
        return self

    def tick(self, label: str, *, within: Locator | None = None) -> "Person":
        """Tick a box or choose one of several answers."""
        self.field(label, within=within).check()
        return self

    def tick_beginning(self, words: str) -> "Person":
        self.page.get_by_role("checkbox", name=spoken(words)).check()
        return self

    # Reading

    def words(self) -> str:
        return self.page.locator("main").inner_text()

    def sees(self, *sentences: str) -> "Person":
        words = flat(self.page.locator("body").inner_text())
        missing = [sentence for sentence in sentences if flat(sentence) not in words]
        assert not missing, f"{self.page.url} says nothing of {missing}:\n{words}"
        return self

    def does_not_see(self, sentence: str) -> "Person":
        words = flat(self.page.locator("body").inner_text())
        assert flat(sentence) not in words, words
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


def spoken(words: str, *, whole: bool = False) -> re.Pattern[str]:
    """A name as a screen reader puts it together; it pauses before words that are not seen."""
    parts = (re.escape(part) for part in words.split(":"))
    return re.compile("^" + r"\s*:".join(parts) + ("$" if whole else ""))


def flat(words: str) -> str:
    """Words as they are read: capitals of headings and breaks of lines do not count."""
    return re.sub(r"\s+", " ", words).casefold()


def content_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()
