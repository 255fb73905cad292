"""The roster (花名册): a government's units and people from one sheet; a new password from the command line."""

from __future__ import annotations

import pytest

from luoshi.ledger import chain
from luoshi.ledger.actor import actor_of
from luoshi.ledger.errors import Invalid
from luoshi.ledger.founding import found
from luoshi.ledger.models import Department, Event, Holding, User
from luoshi.ledger.roster import enrol, set_password

HEAD = ["单位", "简称", "姓名", "登录名", "岗位", "角色", "主要负责人", "类别"]
ROWS = [
    HEAD,
    ["政府办公室", "", "甲一", "ducha", "督查室主任", "督查室", ""],
    ["青禾县人民政府", "", "乙二", "xianzhang", "县长", "领导", "是"],
    ["县水利局", "水利局", "丙三", "shuili", "承办人", "承办人员", ""],
    ["县水利局", "水利局", "丁四", "shuili-juzhang", "局长", "单位审核人", "是"],
    ["县气象局", "", "", "", "", "", ""],
    ["松岭镇人民政府", "松岭镇", "", "", "", "", "", "乡镇街道"],
]


@pytest.fixture
def house(db: None) -> Department:
    found("青禾县人民政府", "guanli", "管理员", "a-long-Password-7")
    return Department.objects.get(name="青禾县人民政府")


def test_one_sheet_makes_units_posts_and_people_who_can_log_in(house: Department) -> None:
    made = enrol("guanli", ROWS)
    assert [m.login for m in made] == ["ducha", "xianzhang", "shuili", "shuili-juzhang"]
    assert all(User.objects.get(username=m.login).check_password(m.password) for m in made)
    assert Department.objects.filter(government=house, name="县气象局", kind="department").exists()
    assert Department.objects.get(government=house, name="松岭镇人民政府").kind == "township"
    head = actor_of(User.objects.get(username="shuili-juzhang"))
    assert [(p.role, p.head, p.government) for p in head.posts] == [("unit_checker", True, house.pk)]
    assert actor_of(User.objects.get(username="xianzhang")).posts[0].department == house.pk
    assert chain.verify().ok


def test_the_same_sheet_again_changes_nothing(house: Department) -> None:
    enrol("guanli", ROWS)
    before = (Event.objects.count(), Holding.objects.count(), User.objects.count())
    assert enrol("guanli", ROWS) == []
    assert (Event.objects.count(), Holding.objects.count(), User.objects.count()) == before


def test_rows_at_fault_are_named_and_nothing_is_written(house: Department) -> None:
    before = Event.objects.count()
    wrong = [*ROWS, ["县水利局", "", "戊五", "shuili", "承办人", "承办人员", ""]]
    wrong.append(["县水利局", "", "己六", "x", "科员", "科员", ""])
    with pytest.raises(Invalid) as e:
        enrol("guanli", wrong)
    assert (
        "第 8 行：登录名 shuili 已由“丙三”使用" in e.value.message and "第 9 行：角色应为" in e.value.message
    )
    assert Event.objects.count() == before and not User.objects.filter(username="ducha").exists()
    with pytest.raises(Invalid, match="表头缺少：角色"):
        enrol("guanli", [HEAD[:5]])


def test_only_an_admin_enrols(house: Department) -> None:
    enrol("guanli", ROWS)
    with pytest.raises(Invalid, match="不是系统管理员"):
        enrol("ducha", ROWS)


def test_a_new_password_is_set_with_an_event_and_a_weak_one_refused(house: Department) -> None:
    enrol("guanli", ROWS)
    with pytest.raises(Invalid, match="密码不合要求"):
        set_password("shuili", "123")
    set_password("shuili", "another-Long-8-word")
    assert User.objects.get(username="shuili").check_password("another-Long-8-word")
    event = Event.objects.order_by("-id")[0]
    assert event.kind == "user.password"
    assert chain.verify().ok
