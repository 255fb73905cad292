"""What stands around every page (页框): who is here, where one can go, how much waits."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from luoshi import __version__
from luoshi.ledger import clock
from luoshi.ledger.actor import Actor
from luoshi.ledger.models import Department, Role
from luoshi.ledger.visibility import visible_notices
from luoshi.web.http import actor


class Place(NamedTuple):
    """An entry of the navigation (导航项): route name, words, which roles have it."""

    name: str
    words: Any
    roles: frozenset[str]


_UNIT = frozenset((Role.CLERK.value, Role.UNIT_CHECKER.value))
_SIDE = frozenset((Role.INSPECTOR.value, Role.ISSUER.value, Role.LEADER.value))
_ABOVE = frozenset((Role.UPPER.value,))
_ALL = _UNIT | _SIDE | _ABOVE
PLACES = (
    Place("worklist", _("待办"), _UNIT | _SIDE),
    Place("board", _("台账"), _ALL),
    Place("checks", _("核查"), frozenset((Role.UNIT_CHECKER.value,)) | _SIDE),
    Place("rounds", _("报送"), _UNIT | _SIDE),
    Place("departments", _("单位"), _ALL),
    Place("documents", _("文件"), _ALL),
    Place("published", _("公开"), frozenset((Role.DEPUTY.value,)) | _SIDE),
    Place("inbox", _("通知"), _UNIT | _SIDE),
)
"""The navigation in its order. It only shows the way: each page asks the visibility module itself."""


UNDER = {
    "item": "board", "document": "documents", "document_new": "documents", "document_import": "documents", "workbench": "documents",
    "row_form": "documents", "row_edit": "documents", "report_new": "documents", "report_job": "documents", "round": "rounds",
    "round_new": "rounds", "round_unit": "rounds", "round_unit_do": "rounds", "paper_forms": "rounds", "paper_forms_back": "rounds",
}  # fmt: skip
"""route -> the entry of the navigation under which it stands."""


def places(who: Actor) -> list[Place]:
    """The entries that this person has."""
    mine = {p.role for p in who.posts}
    return [p for p in PLACES if p.roles & mine]


def home(who: Actor) -> str:
    """The route that this person starts at."""
    found = places(who)
    return found[0].name if found else "me"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame; nothing but the version for who is not logged in."""
    out: dict[str, Any] = {"site_version": __version__, "today": clock.today()}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return out
    who = actor(request)
    governments = sorted({p.government for p in who.posts if p.government})
    house = Department.objects.filter(pk__in=governments[:1]).first()
    here = request.resolver_match.url_name if request.resolver_match else ""
    return out | {
        "actor": who,
        "house": house,
        "places": places(who),
        "here": UNDER.get(here, here),
        "roles": {p.role for p in who.posts},
        "unread": visible_notices(who).filter(read_at=None).count(),
    }
