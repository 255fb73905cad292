"""Who there is (机构): departments as a tree, posts in them, people who hold posts for a time."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

ROLE_LABELS = {
    "clerk": "承办人员",
    "unit_checker": "单位审核人",
    "inspector": "督查室",
    "issuer": "交办方",
    "leader": "领导",
    "deputy": "人大代表",
    "upper": "上级",
    "admin": "系统管理员",
}


class Role(StrEnum):
    """What a post may do (角色). Rights hang on the role and the post's department, never on a person."""

    CLERK = "clerk"
    UNIT_CHECKER = "unit_checker"
    INSPECTOR = "inspector"
    ISSUER = "issuer"
    LEADER = "leader"
    DEPUTY = "deputy"
    UPPER = "upper"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self.value]


class DepartmentKind(models.TextChoices):
    GOVERNMENT = "government", "政府"
    DEPARTMENT = "department", "部门"
    TOWNSHIP = "township", "乡镇街道"
    BODY = "body", "其他机构"


class Department(models.Model):
    """A unit (单位). ``path`` is “/1/5/”: ids from the root down to itself, so that a subtree is one prefix.

    ``order`` is the official order in which units are printed (never pinyin). ``government`` is the nearest unit of
    kind government at or above this one: whose items it works on. ``aliases``: other names, one a line, for import.
    """

    name = models.CharField("名称", max_length=120)
    short = models.CharField("简称", max_length=60, blank=True)
    aliases = models.TextField("别名", blank=True)
    kind = models.CharField("类别", max_length=16, choices=DepartmentKind, default=DepartmentKind.DEPARTMENT)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    government = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name="所属政府"
    )
    path = models.CharField(max_length=200, blank=True, db_index=True)
    order = models.PositiveIntegerField("排序", default=0)
    active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint("parent", "name", name="department_once", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return self.short or self.name

    @property
    def label(self) -> str:
        return self.short or self.name


class Post(models.Model):
    """A post (岗位): what hangs on it stays when its holder changes. ``head``: 第一责任人, may sign for the unit."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="posts")
    title = models.CharField("岗位", max_length=60)
    role = models.CharField("角色", max_length=16, choices=tuple(ROLE_LABELS.items()))
    head = models.BooleanField("主要负责人", default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("department__order", "id")
        constraints = (models.UniqueConstraint("department", "title", name="post_once"),)

    def __str__(self) -> str:
        return f"{self.department}{self.title}"


class User(AbstractUser):
    """A person who logs in (用户). ``name`` as it is printed; a successor gets an account of their own."""

    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name or self.username


class Holding(models.Model):
    """Who holds a post from when to when (任职), both days included; no ``until``: still."""

    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint("user", "post", condition=Q(until=None), name="holding_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="holding_forward"
            ),
        )
        indexes = (models.Index(fields=("user", "until")),)

    def __str__(self) -> str:
        return f"{self.user}：{self.post}"
