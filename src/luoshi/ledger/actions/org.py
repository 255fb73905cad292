"""The house itself (机构与人员): units, posts, people and who holds what, changed by the admin of that government."""

from __future__ import annotations

from datetime import date

from luoshi.ledger import clock, permissions
from luoshi.ledger.actions.kernel import Outcome, action, need, record
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid, NotThere
from luoshi.ledger.models import Department, Holding, Post, Role, User
from luoshi.ledger.models.org import DepartmentKind


def _house(department: Department) -> Department:
    return department.government or department


def _unit(actor: Actor, department_id: int) -> Department:
    unit = Department.objects.select_related("government").filter(pk=department_id).first()
    if unit is None or not actor.has(Role.ADMIN, government=_house(unit).pk):
        raise NotThere("没有这个单位，或不归您管理。")
    return unit


def place(department: Department) -> Department:
    """Saves a unit with its path and its government filled in (for the first government too)."""
    department.save()
    parent = department.parent
    department.path = f"{parent.path if parent else '/'}{department.pk}/"
    department.government = department if department.kind == DepartmentKind.GOVERNMENT else (
        parent.government if parent else None
    )  # fmt: skip
    department.save(update_fields=["path", "government"])
    return department


@action("org.change/department")
def add_department(
    actor: Actor,
    parent_id: int,
    *,
    name: str,
    short: str = "",
    kind: str = "department",
    order: int = 0,
    aliases: str = "",
) -> Outcome:
    """Adds a unit under another one of the same government (a government under a government too)."""
    parent = _unit(actor, parent_id)
    if kind not in DepartmentKind.values:
        raise Invalid(f"单位类别应为 {'、'.join(DepartmentKind.labels)} 之一。", "kind")
    unit = place(
        Department(
            name=need(name, "name", "单位名称"),
            short=short.strip(),
            kind=kind,
            parent=parent,
            order=order,
            aliases=aliases,
        )
    )
    event = record(
        actor, "department.added", _house(parent), ("department", unit.pk),
        {"name": unit.name, "kind": kind, "parent": parent.pk, "order": order},
    )  # fmt: skip
    return Outcome("department", unit.pk, event.pk)


@action("org.change/rename")
def change_department(
    actor: Actor, department_id: int, *, name: str | None = None, short: str | None = None, order: int | None = None,
    aliases: str | None = None, active: bool | None = None,
) -> Outcome:  # fmt: skip
    """Changes what a unit is called, where it is printed, whether it is in use. Its items keep hanging on it."""
    unit = _unit(actor, department_id)
    new = {"name": name, "short": short, "order": order, "aliases": aliases, "active": active}
    new = {k: v for k, v in new.items() if v is not None}
    old = {k: getattr(unit, k) for k in new}
    for field, value in new.items():
        setattr(unit, field, value)
    need(unit.name, "name", "单位名称")
    unit.save(update_fields=list(new) or None)
    event = record(
        actor, "department.changed", _house(unit), ("department", unit.pk), {"old": old, "new": new}
    )
    return Outcome("department", unit.pk, event.pk)


@action("org.change/post")
def add_post(actor: Actor, department_id: int, *, title: str, role: str, head: bool = False) -> Outcome:
    """Adds a post with its role to a unit."""
    unit = _unit(actor, department_id)
    if role not in set(Role):
        raise Invalid(f"角色应为 {'、'.join(r.label for r in Role)} 之一。", "role")
    post = Post.objects.create(department=unit, title=need(title, "title", "岗位名称"), role=role, head=head)
    event = record(
        actor, "post.added", _house(unit), ("post", post.pk),
        {"department": unit.pk, "title": post.title, "role": role, "head": head},
    )  # fmt: skip
    return Outcome("post", post.pk, event.pk)


@action("org.change/user")
def add_user(actor: Actor, *, username: str, name: str, password: str | None, government_id: int) -> Outcome:
    """Adds an account; without a password it cannot log in until one is set."""
    permissions.in_government(actor, "org.change", government_id)
    if User.objects.filter(username=username).exists():
        raise Invalid("这个登录名已被使用。", "username")
    user = User(username=need(username, "username", "登录名"), name=need(name, "name", "姓名"))
    user.set_password(password)
    user.save()
    house = Department.objects.get(pk=government_id)
    event = record(actor, "user.added", house, ("user", user.pk), {"username": username, "name": name})
    return Outcome("user", user.pk, event.pk)


@action("org.change/appoint")
def appoint(actor: Actor, post_id: int, user_id: int, *, since: date) -> Outcome:
    """Puts a person on a post (任职). Whoever holds the post inherits all that hangs on it."""
    post = Post.objects.select_related("department__government").filter(pk=post_id).first()
    if post is None:
        raise NotThere("没有这个岗位。")
    unit = _unit(actor, post.department_id)
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise NotThere("没有这个账号，或已停用。")
    holding = Holding.objects.create(post=post, user_id=user_id, since=since)
    event = record(
        actor, "post.appointed", _house(unit), ("holding", holding.pk),
        {"post": post_id, "user": user_id, "since": since},
    )  # fmt: skip
    return Outcome("holding", holding.pk, event.pk)


@action("org.change/leave")
def leave(actor: Actor, holding_id: int, *, until: date) -> Outcome:
    """Ends a person's time on a post (离任)."""
    holding = Holding.objects.select_related("post__department__government").filter(pk=holding_id).first()
    if holding is None:
        raise NotThere("没有这条任职记录。")
    unit = _unit(actor, holding.post.department_id)
    if until < holding.since:
        raise Invalid("离任日期不能早于任职日期。", "until")
    holding.until = until
    holding.save(update_fields=["until"])
    event = record(actor, "post.left", _house(unit), ("holding", holding.pk), {"until": until})
    return Outcome("holding", holding.pk, event.pk)


@action("org.change/deactivate")
def close_user(actor: Actor, user_id: int, *, government_id: int) -> Outcome:
    """Closes an account and ends its holdings today; its past stays."""
    permissions.in_government(actor, "org.change", government_id)
    user = (
        User.objects.filter(pk=user_id, holdings__post__department__government_id=government_id)
        .distinct()
        .first()
    )
    if user is None:
        raise NotThere("没有这个账号，或不归您管理。")
    user.is_active = False
    user.save(update_fields=["is_active"])
    Holding.objects.filter(user=user, until=None).update(until=clock.today())
    house = Department.objects.get(pk=government_id)
    event = record(actor, "user.closed", house, ("user", user.pk), {"username": user.username})
    return Outcome("user", user.pk, event.pk)
