"""A small county for tests (试县): three units, a township, a person for every role, a city above and a county beside."""

from __future__ import annotations

from datetime import date, datetime

from luoshi.ledger import clock
from luoshi.ledger.actions.org import place
from luoshi.ledger.actor import Actor, actor_of
from luoshi.ledger.models import Attachment, Department, Holding, Post, User

START = date(2026, 2, 2)


class County:
    """Units and people by short names: ``units["edu"]``, ``actors["edu_clerk"]`` (also ``actor(name)`` anew)."""

    def __init__(self) -> None:
        self.units: dict[str, Department] = {}
        self.users: dict[str, User] = {}

    def unit(self, key: str, name: str, kind: str, parent: str | None, order: int) -> None:
        self.units[key] = place(
            Department(name=name, short=name, kind=kind, parent=self.units.get(parent or ""), order=order)
        )

    def person(self, key: str, unit: str, role: str, head: bool = False) -> None:
        user = User.objects.create_user(username=key, password=None, name=f"人{len(self.users) + 1}")
        post = Post.objects.create(
            department=self.units[unit], title=f"岗{len(self.users) + 1}", role=role, head=head
        )
        Holding.objects.create(user=user, post=post, since=date(2025, 1, 1))
        self.users[key] = user

    def actor(self, key: str) -> Actor:
        return actor_of(self.users[key])

    def __getattr__(self, key: str) -> Actor:
        if key in self.__dict__.get("users", {}):
            return self.actor(key)
        raise AttributeError(key)

    @property
    def gov(self) -> int:
        return self.units["gov"].pk

    def file(self, key: str, name: str = "证明.pdf") -> int:
        """A file that this person has uploaded."""
        from luoshi.ledger.actions.files import keep_file

        return keep_file(
            self.actor(key), name=name, data=name.encode(), media_type="application/pdf", non_secret=True
        ).id


PEOPLE = (
    ("edu_clerk", "edu", "clerk", False), ("edu_head", "edu", "unit_checker", True), ("edu_clerk2", "edu", "clerk", False),
    ("health_clerk", "health", "clerk", False), ("health_head", "health", "unit_checker", True),
    ("water_clerk", "water", "clerk", False), ("water_head", "water", "unit_checker", True),
    ("town_clerk", "town", "clerk", False),
    ("inspector", "office", "inspector", False), ("inspector2", "office", "inspector", False),
    ("issuer", "gov", "issuer", False), ("leader", "gov", "leader", True), ("deputy", "congress", "deputy", False),
    ("admin", "office", "admin", False), ("upper", "city_office", "upper", False),
    ("other_inspector", "other_office", "inspector", False), ("other_clerk", "other_edu", "clerk", False),
)  # fmt: skip


def build() -> County:
    """Makes the county; needs an empty database."""
    c = County()
    with clock.fixed(datetime(2026, 1, 5, 9, tzinfo=clock.SHANGHAI)):
        c.unit("city", "澜州市人民政府", "government", None, 0)
        c.unit("city_office", "市政府督查室", "department", "city", 1)
        c.unit("gov", "石泓县人民政府", "government", "city", 2)
        c.unit("office", "县政府办公室", "department", "gov", 1)
        c.unit("edu", "县教育局", "department", "gov", 2)
        c.unit("health", "县卫健局", "department", "gov", 3)
        c.unit("water", "县水利局", "department", "gov", 4)
        c.unit("town", "柳塘镇", "township", "gov", 5)
        c.unit("congress", "县人大常委会", "body", "gov", 6)
        c.unit("other", "岚坪县人民政府", "government", "city", 3)
        c.unit("other_office", "县政府办公室", "department", "other", 1)
        c.unit("other_edu", "县教育局", "department", "other", 2)
        for row in PEOPLE:
            c.person(*row)
    assert not Attachment.objects.exists()
    return c
