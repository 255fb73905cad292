"""Barriers (无障碍): axe on every page of the site as its best-allowed role, light and dark, on a desk and a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from running import Site, running
from test_route_matrix import GETS, PEOPLE
from visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BEST = ("inspector", "issuer", "leader", "edu_head", "edu_clerk", "admin")
"""Who sees most of a page comes first."""
MORE: dict[str, tuple[str, str]] = {
    "log-in": ("nobody", "/login"),
    "log-in, sent there": ("nobody", "/login?next=/board"),
    "nothing there": ("inspector", "/items/999999"),
    "item, as the unit that leads it": ("edu_clerk", "/items/{school}"),
    "item of a 批示": ("edu_head", "/items/{paper}"),
    "item, closed and public": ("issuer", "/items/{dam}"),
    "item, as a deputy sees it": ("deputy", "/items/{dam}"),
    "draft, as a unit asked for its opinion": ("edu_head", "/documents/{draft}"),
    "table in opinions, at the office": ("inspector", "/documents/{draft}"),
    "workbench, uncovered sentences": ("inspector", "/documents/{draft}/workbench?show=bare"),
    "board, filtered": ("inspector", "/board?kind=closed&unit={edu}"),
    "unit's worklist": ("edu_clerk", "/worklist"),
    "unit's part of a round": ("edu_head", "/rounds/{round}/units/{edu}"),
    "unit's inbox": ("edu_clerk", "/inbox"),
    "checks, asked extensions": ("edu_head", "/checks?at=extension_sign"),
    "published, as a deputy": ("deputy", "/published"),
    "oneself, as admin": ("admin", "/me"),
}
"""Pages that a route shows in another state or to somebody else."""


def stage_and_sessions() -> Any:
    """The stage's ids, and a session's key for everybody."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from stage import set_up

    made = set_up()
    keys = {}
    for name in PEOPLE:
        user = made.c.users.get(name)
        if user is None:
            continue
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys[name] = session.session_key
    return made.ids, keys


class House:
    """The site with its ids, and a browser for whoever is asked for."""

    def __init__(self, browser: Any, site: Site, ids: dict[str, int], keys: dict[str, str]) -> None:
        self.browser, self.site, self.ids, self.keys = browser, site, ids, keys
        self.people: dict[str, Visitor] = {}

    def who(self, name: str) -> Visitor:
        if name not in self.people:
            one = self.people[name] = Visitor(self.browser, self.site.address)
            if name in self.keys:
                one.context.add_cookies(
                    [{"name": "sessionid", "value": self.keys[name], "url": self.site.address}]
                )
        return self.people[name]


@pytest.fixture(scope="module")
def house(browser: Any) -> Iterator[House]:
    with running("sqlite", stage_and_sessions, date(2026, 3, 3)) as (site, (ids, keys)):
        yield House(browser, site, ids, keys)


def address(name: str, ids: tuple[int, ...]) -> str:
    from django.urls import reverse

    return reverse(name, args=ids)


def audited(house: House, person: str, path: str) -> list[str]:
    """What axe finds on this page, with everything that is folded opened."""
    one = house.who(person)
    one.problems.clear()
    one.go(path)
    one.page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    one.audit(f"{person} {path}")
    return one.problems


@pytest.mark.parametrize("route", GETS)
def test_every_route_is_without_grave_barriers(house: House, route: str) -> None:
    ids, allowed = GETS[route]
    person = next(p for p in BEST if p in allowed)
    path = address(route, tuple(house.ids[i] for i in ids))
    answer = house.who(person).context.request.get(house.site.address + path)
    assert answer.ok
    if not answer.headers["content-type"].startswith("text/html"):
        return  # a file to download
    assert not audited(house, person, path)


@pytest.mark.parametrize("name", MORE)
def test_other_states_are_without_grave_barriers(house: House, name: str) -> None:
    person, path = MORE[name]
    assert not audited(house, person, path.format(**house.ids))


REFUSED = {
    "report without a file": ("inspector", "/reports/new", "上传并读取"),
    "matter without its source": ("inspector", "/items/new", "预览时限并查重"),
    "round without its end": ("inspector", "/rounds/new", "开启"),
    "document without a title": ("inspector", "/documents/new", "拟稿"),
    "first step of a table": ("inspector", "/documents/{draft}", "审定"),
    "signature on a 批示": ("edu_clerk", "/items/{paper}", "申请退件"),
    "leader's words": ("inspector", "/items/{school}/memo", "录入批示"),
    "nothing ticked in the workbench": ("inspector", "/documents/{draft}/workbench", "所选不列入"),
    "nothing ticked in a round": ("edu_clerk", "/rounds/{round}/units/{edu}", "所选事项无变化"),
}
"""Where, and the button that is pressed on an empty form."""


@pytest.mark.parametrize("name", REFUSED)
def test_refused_forms_are_without_grave_barriers(house: House, name: str) -> None:
    person, path, button = REFUSED[name]
    one = house.who(person)
    one.problems.clear()
    one.go(path.format(**house.ids))
    one.page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    one.press(button)
    assert one.page.locator("[role=alert]").count()
    one.audit(f"{person} {path}, refused")
    assert not one.problems


def test_a_refused_log_in_is_without_grave_barriers(house: House) -> None:
    one = house.who("nobody")
    one.problems.clear()
    page = one.go("/login").page
    page.get_by_label("登录名").fill("nobody")
    page.get_by_label("密码").fill("nothing")
    one.press("登录")
    one.see("登录名或密码不对")
    one.audit("log-in, refused")
    assert not one.problems


def test_the_preview_of_a_matter_is_without_grave_barriers(house: House) -> None:
    one = house.who("inspector")
    one.problems.clear()
    page = one.go("/items/new").page
    page.get_by_label("领导批示").check()
    for label in ("交办人或来文单位", "立项批准人", "原文摘录"):
        page.get_by_label(label).fill("请教育局牵头整治校门口拥堵。")
    page.locator("#id_title").fill("整治校门口拥堵问题")
    page.get_by_label("牵头单位").select_option(label="县教育局")
    one.press("预览时限并查重")
    one.see("可能已经立项")
    one.audit("preview")
    assert not one.problems
