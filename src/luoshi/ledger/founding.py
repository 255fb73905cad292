"""The first government and its admin (立户): the one thing that happens before anybody can log in."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from luoshi.ledger import chain, clock
from luoshi.ledger.actions.org import place
from luoshi.ledger.actor import Actor
from luoshi.ledger.errors import Invalid
from luoshi.ledger.models import Department, Holding, Post, User
from luoshi.ledger.models.org import DepartmentKind


def found(government: str, username: str, name: str, password: str) -> User:
    """Makes a government without a parent, its office, and an admin in it; refused where either is there already."""
    try:
        validate_password(password)
    except ValidationError as e:
        raise Invalid("密码不合要求：" + "；".join(e.messages), "password") from None
    with transaction.atomic():
        if Department.objects.filter(name=government, kind=DepartmentKind.GOVERNMENT).exists():
            raise Invalid(f"已有{government}。", "government")
        if User.objects.filter(username=username).exists():
            raise Invalid(f"登录名 {username} 已被使用。", "username")
        house = place(Department(name=government, kind=DepartmentKind.GOVERNMENT))
        office = place(Department(name="政府办公室", parent=house, order=1))
        user = User.objects.create_user(username=username, password=password, name=name)
        post = Post.objects.create(department=office, title="系统管理员", role="admin")
        Holding.objects.create(user=user, post=post, since=clock.today())
        actor = Actor(None, channel="cli")
        chain.append(
            actor, "government.founded", f"org:{house.pk}", f"department:{house.pk}",
            {"name": government, "admin": username}, government=house.pk,
        )  # fmt: skip
    return user
