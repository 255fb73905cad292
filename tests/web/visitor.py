"""A person at the site (访客): a browser context of their own, pictures of what they see, what axe finds on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
AXE = HERE / "vendor" / "axe.min.js"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
COLOURS = ["color-contrast", "link-in-text-block"]
MODES = (("light", DESK, []), ("light", PHONE, []), ("dark", DESK, COLOURS), ("dark", PHONE, COLOURS))
"""Scheme, size, rules (none named: all). Only what is told by colour can differ in the dark."""
GRAVE = ("serious", "critical")
_RUN = """rules => axe.run(document, {resultTypes: ["violations"], ...(rules.length ? {runOnly: rules} : {})})
  .then(r => r.violations.map(v => [v.impact, v.id, v.help,
    v.nodes.slice(0, 4).map(n => n.target.join(" ") + "  " + n.html.slice(0, 160))]))"""


class Visitor:
    """Somebody with a browser; ``problems`` collects what axe calls serious or critical and what the console reports."""

    def __init__(self, browser: Any, address: str, pictures: Path | None = None) -> None:
        self.address, self.pictures = address, pictures
        self.context = browser.new_context(
            viewport=DESK,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
            color_scheme="light",
        )
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda e: self.problems.append(f"script error: {e}"))
        self.page.on("dialog", lambda d: d.accept())

    def _heard(self, message: Any) -> None:
        """A refusal's status is no problem of the page; a script or style that the policy stops is."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def log_in(self, login: str, password: str) -> Visitor:
        self.go("/login")
        self.fill_log_in(login, password)
        return self

    def fill_log_in(self, login: str, password: str) -> None:
        """Fills the log-in form that is shown."""
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.locator("header.top").wait_for()

    def go(self, path: str) -> Visitor:
        self.page.goto(self.address + path)
        return self

    def see(self, words: str) -> None:
        """Waits until these words stand in the page's main part."""
        self.page.locator("main").get_by_text(words).first.wait_for()

    def press(self, name: str, within: Any = None) -> None:
        """Presses the button of exactly this name and waits for the page that follows."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=name).first.click()

    def form(self, action: str) -> Any:
        """The form that is sent to an address ending so; a folded one is opened."""
        form = self.page.locator(f'form[action$="{action}"]').first
        fold = form.locator("xpath=ancestor::details[not(@open)]")
        if fold.count():
            fold.last.locator("summary").first.click()
        return form

    def attach(self, form: Any, label: str, name: str, words: str) -> None:
        """Puts a file into the form, with the declaration that it is not secret."""
        file = {"name": name, "mimeType": "text/plain", "buffer": words.encode()}
        form.get_by_label(re.compile(f"^{label}")).first.set_input_files(file)
        form.get_by_label("我确认所传文件不涉密").check()

    def snap(self, name: str) -> None:
        """A picture of the whole page."""
        if self.pictures is not None:
            self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True, animations="disabled")

    def audit(self, name: str) -> None:
        """Runs axe on the page as it stands, in each mode; grave findings become problems."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        for scheme, size, rules in MODES:
            self.page.emulate_media(color_scheme=scheme)
            self.page.set_viewport_size(size)
            for impact, rule, words, nodes in self.page.evaluate(_RUN, rules):
                if impact in GRAVE:
                    where = "\n    ".join(nodes)
                    self.problems.append(
                        f"{name} ({scheme} {size['width']}): {impact} {rule}: {words}\n    {where}"
                    )
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(DESK)

    def close(self) -> None:
        self.context.close()
