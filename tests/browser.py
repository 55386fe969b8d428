"""Somebody in front of the page: a real Chromium without a network, driven by Playwright."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / ".cache" / "screens"  # what the page looks like; kept, to be looked at
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_WIDE, _PHONE = (1440, 900), (360, 640)
_GO = """state => {
  for (const open of document.querySelectorAll("dialog[open]")) open.close();
  document.activeElement.blur();
  history.pushState(null, "", state || "#");
  dispatchEvent(new PopStateEvent("popstate"));
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a Chromium that this machine has."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


class Visitor:
    """Opens pages, clicks and types, and remembers every request and every complaint."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser = browser
        self.folder = folder
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._page: Page | None = None
        self._kept: dict[tuple[Path, bool], Page] = {}

    @property
    def page(self) -> Page:
        """The tab in front of the visitor."""
        assert self._page is not None, "nothing is open yet"
        return self._page

    def open(
        self, html: str, state: str = "", *, phone: bool = False, dark: bool = False, **more: Any
    ) -> None:
        """Write *html* to a file and open it in a tab of its own, in *state*."""
        self.visit(self._file(html), state, phone=phone, dark=dark, **more)

    def turn_to(self, html: str, state: str = "", *, phone: bool = False) -> None:
        """Turn a tab that shows *html* already to *state*, which takes no time to load.

        For tests that leave nothing behind but a state, which the next one changes.
        """
        self.close()
        file = self._file(html)
        if (file, phone) not in self._kept:
            self.visit(file, phone=phone)
            self._kept[file, phone] = self.page
        self._page = self._kept[file, phone]
        self.go(state)

    def go(self, state: str) -> None:
        """Bring the open page into *state*, as Back and Forward do."""
        self.page.evaluate(_GO, state)

    def _file(self, html: str) -> Path:
        file = self.folder / f"{hashlib.sha256(html.encode()).hexdigest()[:16]}.html"
        if not file.exists():
            file.write_text(html, encoding="utf-8", newline="\n")
        return file

    def visit(
        self,
        file: Path,
        state: str = "",
        *,
        phone: bool = False,
        dark: bool = False,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Open a file that is there, as a phone by touch or on a wide screen."""
        self.close()
        width, height = size or (_PHONE if phone else _WIDE)
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            offline=True,
            has_touch=phone,
            is_mobile=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self._page = context.new_page()
        self._page.set_default_timeout(10_000)
        self._page.on("request", lambda request: self._asked(request.url, file))
        self._page.on("console", lambda message: self._heard(message.type, message.text))
        self._page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._page.goto(f"file://{file}{state}")
        self.until("window.page")

    def _asked(self, url: str, file: Path) -> None:
        if url.partition("#")[0] != file.as_uri() and not url.startswith(("data:", "blob:")):
            self.requests.append(url)

    def _heard(self, sort: str, text: str) -> None:
        if sort in {"error", "warning"}:
            self.complaints.append(text)

    def close(self) -> None:
        """Close the tab, if there is one that isn't kept."""
        if self._page is not None and self._page not in self._kept.values():
            self._page.context.close()
        self._page = None

    def text(self, selector: str) -> str:
        """Return what an element shows."""
        return self.page.locator(selector).first.inner_text()

    def click(self, selector: str) -> None:
        """Click an element, or tap it on a phone."""
        self.page.locator(selector).first.click()

    def click_node(self, node: str) -> None:
        """Click where a node of the graph is drawn."""
        where = self.ask("id => window.page.place(id)", node)
        self.page.mouse.click(where["x"], where["y"])
        self.until("document.body.classList.contains('open')")

    def key(self, *keys: str) -> None:
        """Press keys one after the other; what is no key's name is typed."""
        for key in keys:
            if len(key) == 1 or key in {"Enter", "Escape", "ArrowDown", "ArrowUp", "Tab"}:
                self.page.keyboard.press(key)
            else:
                self.page.keyboard.insert_text(key)

    def ask(self, script: str, value: Any = None) -> Any:
        """Return what a function, or an expression, gives in the page."""
        return self.page.evaluate(script, value)

    def until(self, script: str) -> None:
        """Wait until an expression is true; the page's policy lets no tool wait inside it."""
        for _ in range(200):
            if self.ask(f"() => Boolean({script})"):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {script}")

    def frame(self) -> None:
        """Wait for the next frame, before which the page hears of what has changed."""
        self.ask("() => new Promise((done) => requestAnimationFrame(() => done()))")

    def turn(self, light: str) -> None:
        """Have the system light or dark, and the page drawn so."""
        self.page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        self.until(f"matchMedia('(prefers-color-scheme: {light})').matches")
        self.frame()

    def is_visible(self, selector: str) -> bool:
        """Return whether an element can be seen."""
        return self.page.locator(selector).first.is_visible()

    def look(self, name: str) -> None:
        """Keep a picture of what is on screen."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png")
