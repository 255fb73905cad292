"""The roster (花名册): units, posts and people of a government from one sheet, taken over all or nothing by its admin."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from luoshi.ledger import chain, clock
from luoshi.ledger.actions import org
from luoshi.ledger.actor import Actor, actor_of
from luoshi.ledger.errors import Invalid, Refused
from luoshi.ledger.models import Department, Holding, Post, Role, User
from luoshi.ledger.models.org import DepartmentKind

COLUMNS = ("单位", "简称", "姓名", "登录名", "岗位", "角色", "主要负责人", "类别")
"""The sheet's head, in any order; 简称, 主要负责人 and 类别 (部门, unless it says 乡镇街道 or 其他机构) may lack. A row without a person only makes the unit."""
_NEEDED = ("单位", "姓名", "登录名", "岗位", "角色")
_ROLES = {r.label: r.value for r in Role} | {r.value: r.value for r in Role}
_KINDS = {label: value for value, label in DepartmentKind.choices if value != "government"}
_YES = frozenset(("是", "√", "✓", "1", "y", "Y"))


class Enrolled(NamedTuple):
    """An account that was made (新账号), with the first password: it is told once and kept as a hash."""

    login: str
    name: str
    password: str


def enrol(admin: str, sheet: Sequence[Sequence[str]]) -> list[Enrolled]:
    """Makes the units, posts, accounts and appointments that the sheet names and that are not there; gives the accounts.

    The same sheet again changes nothing. ``sheet``: rows of text, the first one the head.

    Raises:
        Invalid: the head lacks a column, or rows are at fault: each with its number, nothing is written.
    """
    who = _admin(admin)
    house = Department.objects.get(pk=who.held(Role.ADMIN)[0].government)
    head = [c.strip() for c in sheet[0]] if sheet else []
    if lacking := [c for c in _NEEDED if c not in head]:
        raise Invalid(f"表头缺少：{'、'.join(lacking)}。应为：{'、'.join(COLUMNS)}。", "file")
    made: list[Enrolled] = []
    faults = []
    with transaction.atomic():
        for n, cells in enumerate(sheet[1:], 2):
            row = {c: v.strip() for c, v in zip(head, cells, strict=False)}
            try:
                if any(row.values()) and (one := _enter(who, house, row, n)):
                    made.append(one)
            except Refused as e:
                faults.append(f"第 {n} 行：{e.message}")
        if faults:
            raise Invalid("\n".join(faults), "file")
    return made


def _admin(login: str) -> Actor:
    user = User.objects.filter(username=login).first()
    if user is None:
        raise Invalid(f"没有登录名为 {login} 的账号。", "admin")
    who = actor_of(user, "cli")
    if not who.has(Role.ADMIN):
        raise Invalid(f"{login} 不是系统管理员。", "admin")
    return who


def _enter(who: Actor, house: Department, row: dict[str, str], order: int) -> Enrolled | None:
    unit = _unit(who, house, row, order)
    login, name = row.get("登录名", ""), row.get("姓名", "")
    if not login and not name:
        return None
    role = _ROLES.get(row.get("角色", ""))
    if role is None:
        raise Invalid(f"角色应为 {'、'.join(r.label for r in Role)} 之一。", "role")
    head = row.get("主要负责人", "") in _YES
    post = Post.objects.filter(department=unit, title=row.get("岗位", "")).first()
    if post is None:
        made = org.add_post(who, unit.pk, title=row.get("岗位", ""), role=role, head=head)
        post = Post.objects.get(pk=made.id)
    elif (post.role, post.head) != (role, head):
        raise Invalid(f"{unit.label}已有岗位“{post.title}”，角色或是否主要负责人与表中不同。", "post")
    user, password = User.objects.filter(username=login).first(), ""
    if user is None:
        password = secrets.token_urlsafe(12)
        added = org.add_user(who, username=login, name=name, password=password, government_id=house.pk)
        user = User.objects.get(pk=added.id)
    elif user.name != name:
        raise Invalid(f"登录名 {login} 已由“{user.name}”使用。", "username")
    if not Holding.objects.filter(post=post, user=user, until=None).exists():
        org.appoint(who, post.pk, user.pk, since=clock.today())
    return Enrolled(login, name, password) if password else None


def _unit(who: Actor, house: Department, row: dict[str, str], order: int) -> Department:
    name = row.get("单位", "")
    if name == house.name:
        return house
    unit = Department.objects.filter(government=house, name=name).first()
    if unit is None:
        kind = _KINDS.get(row.get("类别") or "部门")
        if kind is None:
            raise Invalid(f"类别应为 {'、'.join(_KINDS)} 之一，或不填。", "kind")
        short = row.get("简称", "")
        made = org.add_department(who, house.pk, name=name, short=short, kind=kind, order=order)
        unit = Department.objects.get(pk=made.id)
    return unit


def set_password(login: str, password: str) -> User:
    """Gives an account a new password, which ends its sessions; an event says that it happened.

    Raises:
        Invalid: no such account, or the password is too weak.
    """
    user = User.objects.filter(username=login).first()
    if user is None:
        raise Invalid(f"没有登录名为 {login} 的账号。", "username")
    try:
        validate_password(password, user)
    except ValidationError as e:
        raise Invalid("密码不合要求：" + "；".join(e.messages), "password") from None
    holding = Holding.objects.filter(user=user).select_related("post__department").order_by("-since").first()
    if holding is None or holding.post.department.government_id is None:
        raise Invalid(f"{login} 没有任过本台账的岗位。", "username")
    house = holding.post.department.government_id
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        chain.append(
            Actor(None, channel="cli"), "user.password", f"org:{house}", f"user:{user.pk}",
            {"username": user.username}, government=house,
        )  # fmt: skip
    return user
