"""石泓县, which does not exist: its units and its fourteen people, one log-in at least for every role."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from luoshi.ledger.actions.org import place
from luoshi.ledger.actor import Actor, actor_of
from luoshi.ledger.errors import Refused
from luoshi.ledger.models import Department, Holding, Post, User

PASSWORD = "luoshi-demo-2026"
"""The same for all, printed when the demo is loaded; never load the demo into a ledger that is used."""

UNITS: tuple[tuple[str, str, str, str], ...] = (
    ("office", "县政府办公室", "县政府办", ""),
    ("reform", "县发展和改革局", "县发改局", "县发展改革局"),
    ("education", "县教育局", "县教育局", ""),
    ("science", "县科学技术局", "县科技局", ""),
    ("industry", "县工业和信息化局", "县工信局", ""),
    ("police", "县公安局", "县公安局", ""),
    ("civil", "县民政局", "县民政局", ""),
    ("justice", "县司法局", "县司法局", ""),
    ("finance", "县财政局", "县财政局", ""),
    ("labour", "县人力资源和社会保障局", "县人社局", ""),
    ("land", "县自然资源局", "县自然资源局", ""),
    ("environment", "市生态环境局石泓分局", "县生态环境分局", "生态环境局"),
    ("housing", "县住房和城乡建设局", "县住建局", ""),
    ("city", "县城市管理局", "县城管局", ""),
    ("transport", "县交通运输局", "县交通运输局", ""),
    ("water", "县水利局", "县水利局", ""),
    ("farming", "县农业农村局", "县农业农村局", ""),
    ("commerce", "县商务局", "县商务局", "县投资促进局"),
    ("culture", "县文化和旅游局", "县文旅局", ""),
    ("health", "县卫生健康局", "县卫健局", "医疗保障局"),
    ("market", "县市场监督管理局", "县市场监管局", ""),
    ("safety", "县应急管理局", "县应急局", ""),
    ("forest", "县林业局", "县林业局", ""),
    ("liutang", "柳塘镇人民政府", "柳塘镇", ""),
)
"""Twenty-four units in official order: key, name, short name, further names."""


class Person(NamedTuple):
    """A log-in of the demo (演示账号)."""

    login: str
    name: str
    unit: str
    title: str
    role: str
    head: bool = False


PEOPLE: tuple[Person, ...] = (
    Person("admin", "丁若水", "office", "系统管理员", "admin"),
    Person("ducha", "顾行之", "office", "督查室主任", "inspector"),
    Person("ducha2", "沈知微", "office", "督查员", "inspector"),
    Person("jiaoban", "韩守正", "gov", "县政府办主任（交办）", "issuer"),
    Person("xianzhang", "程叙白", "gov", "代县长", "leader", True),
    Person("jiaoyu", "苏晚晴", "education", "承办人", "clerk"),
    Person("jiaoyu-juzhang", "陆明远", "education", "局长", "unit_checker", True),
    Person("zhujian", "周若川", "housing", "承办人", "clerk"),
    Person("zhujian-juzhang", "何既明", "housing", "局长", "unit_checker", True),
    Person("fagai", "许知行", "reform", "承办人", "clerk"),
    Person("fagai-juzhang", "梁仲平", "reform", "局长", "unit_checker", True),
    Person("liutang", "方小满", "liutang", "承办人", "clerk"),
    Person("daibiao", "林望舒", "congress", "人大代表", "deputy"),
    Person("shiducha", "贺长庚", "city_office", "督查专员", "upper"),
)


class County:
    """The units by key and the people by log-in."""

    def __init__(self) -> None:
        self.units: dict[str, Department] = {}
        self.users: dict[str, User] = {}

    def actor(self, login: str) -> Actor:
        return actor_of(self.users[login])

    @property
    def gov(self) -> int:
        return self.units["gov"].pk

    def staff(self, unit: Department, role: str) -> Person | None:
        """The person with that role in the unit, if it has a log-in at all."""
        keys = {u.pk: k for k, u in self.units.items()}
        return next((p for p in PEOPLE if p.unit == keys.get(unit.pk) and p.role == role), None)


def build() -> County:
    """Writes units, posts and people; refused where a ledger is in use already."""
    if User.objects.exists() or Department.objects.exists():
        raise Refused("台账里已有单位或用户，演示数据只装入空库。请用 LUOSHI_HOME 指向一个新文件夹。")
    c = County()
    city = place(Department(name="澜州市人民政府", short="澜州市", kind="government"))
    c.units["city"] = city
    c.units["city_office"] = place(Department(name="市政府督查室", parent=city, order=1))
    gov = place(
        Department(name="石泓县人民政府", short="石泓县政府", kind="government", parent=city, order=2)
    )
    c.units["gov"] = gov
    for order, (key, name, short, aliases) in enumerate(UNITS, 1):
        kind = "township" if key == "liutang" else "department"
        c.units[key] = place(
            Department(
                name=name,
                short=short,
                aliases=aliases.replace("、", "\n"),
                kind=kind,
                parent=gov,
                order=order,
            )
        )
    c.units["congress"] = place(Department(name="县人大常委会", kind="body", parent=gov, order=90))
    hashed = ""
    for p in PEOPLE:
        user = User(username=p.login, name=p.name)
        if not hashed:  # one hash for the one password: it is slow on purpose
            user.set_password(PASSWORD)
            hashed = user.password
        user.password = hashed
        user.save()
        post = Post.objects.create(department=c.units[p.unit], title=p.title, role=p.role, head=p.head)
        Holding.objects.create(user=user, post=post, since=date(2024, 1, 2))
        c.users[p.login] = user
    return c
