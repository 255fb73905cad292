"""Who acts (行为人): a person with the posts held today, the way in, and the paper they act for, if any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.db.models import Q

from luoshi.ledger import clock
from luoshi.ledger.errors import NotAllowed
from luoshi.ledger.models import Holding, Role, User

Channel = Literal["web", "api", "import", "cli", "system", "form"]


@dataclass(frozen=True)
class Held:
    """A post that is held today (在任岗位). ``path`` is its department's, ``government`` the id of its government."""

    post: int
    role: str
    department: int
    path: str
    government: int | None
    government_path: str
    head: bool
    label: str


@dataclass(frozen=True)
class Paper:
    """A signed form that a clerk of the 督查室 enters for a unit (单人模式): who signed it, and the scan of it."""

    department: int
    signer: str
    scan: int


@dataclass(frozen=True)
class Actor:
    """The one who acts (行为人). ``user`` None: the machine itself (scheduler), which may do very little."""

    user: User | None
    posts: tuple[Held, ...] = ()
    channel: Channel = "web"
    paper: Paper | None = None

    @property
    def id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def name(self) -> str:
        return str(self.user) if self.user else "系统"

    @property
    def person(self) -> str:
        """A key for “nobody approves their own”: the one who signed the paper, else the one who is logged in."""
        if self.paper:
            return f"paper:{self.paper.department}:{self.paper.signer}"
        return f"user:{self.id}"

    @property
    def text(self) -> str:
        """How the event names the actor: “王敏（县教育局承办人）”, “王敏 代录：李强”."""
        posts = "、".join(p.label for p in self.posts[:3])
        told = f"{self.name}（{posts}）" if posts else self.name
        return f"{told} 代录：{self.paper.signer}" if self.paper else told

    def has(self, *roles: str, government: int | None = None) -> bool:
        """Whether a post of one of these roles is held (in that government)."""
        return any(p.role in roles and (government is None or p.government == government) for p in self.posts)

    def held(self, *roles: str) -> tuple[Held, ...]:
        return tuple(p for p in self.posts if p.role in roles)

    def over(self, path: str, roles: Iterable[str]) -> Held | None:
        """The post of one of these roles whose department is the one with that path, or above it in the same unit."""
        wanted = frozenset(roles)
        return next((p for p in self.posts if p.role in wanted and path.startswith(p.path)), None)

    def on_paper(self, department: int, signer: str, scan: int) -> Actor:
        """The same clerk, entering what stands on a signed form of that unit."""
        return replace(self, paper=Paper(department, signer.strip(), scan), channel="form")


def actor_of(user: User, channel: Channel = "web", on: date | None = None) -> Actor:
    """The actor that a logged-in person is today; raises NotAllowed for an account that is closed."""
    if not user.is_active:
        raise NotAllowed("账号已停用。请联系系统管理员。")
    day = on or clock.today()
    rows = (
        Holding.objects.filter(
            Q(until=None) | Q(until__gte=day), user=user, since__lte=day, post__active=True
        )
        .select_related("post__department__government")
        .order_by("post__department__order", "post_id")
    )
    posts = []
    for holding in rows:
        post, unit = holding.post, holding.post.department
        government = unit.government
        posts.append(
            Held(
                post.pk,
                post.role,
                unit.pk,
                unit.path,
                government.pk if government else None,
                government.path if government else "",
                post.head,
                f"{unit.label}{post.title}",
            )
        )
    return Actor(user, tuple(posts), channel)


SYSTEM = Actor(None, channel="system")
"""The machine (系统): the scheduler's actor."""

STAFF = (Role.CLERK, Role.UNIT_CHECKER)
OFFICE = (Role.INSPECTOR,)
