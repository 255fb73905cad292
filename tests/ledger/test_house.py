"""The house-keeping commands (运维命令), founding and its people, the demo, search, the site that answers."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from county import County

from luoshi.ledger import chain, search
from luoshi.ledger.actions import org
from luoshi.ledger.actor import actor_of
from luoshi.ledger.errors import Invalid, NotAllowed, NotThere
from luoshi.ledger.founding import found
from luoshi.ledger.models import Department, Event, Holding, Item, User

ROOT = Path(__file__).resolve().parents[2]


def luoshi(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI", "DATABASE", "DJANGO"))}
    env |= {"LUOSHI_HOME": str(home), "LUOSHI_LOG": "CRITICAL", **more}
    return subprocess.run(
        [sys.executable, "-m", "luoshi.cli.main", *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_set_up_verify_back_up_restore_each_by_one_command(tmp_path: Path) -> None:
    home, other = tmp_path / "a", tmp_path / "b"
    assert luoshi(home, "ledger", "init").returncode == 0
    weak = luoshi(home, "ledger", "createadmin", "--government", "石泓县人民政府", "--password", "123")
    assert weak.returncode == 1 and "密码不合要求" in weak.stderr
    made = luoshi(
        home, "ledger", "createadmin", "--government", "石泓县人民政府", "--password", "a-long-Password-7"
    )
    assert made.returncode == 0, made.stderr
    sheet = tmp_path / "花名册.csv"
    sheet.write_bytes("单位,姓名,登录名,岗位,角色\n县水利局,丙三,shuili,承办人,承办人员\n".encode("gb18030"))
    people = luoshi(home, "ledger", "enrol", str(sheet))
    assert people.returncode == 0 and people.stdout.startswith("shuili\t丙三\t"), people.stderr
    sheet.write_text("单位,姓名,登录名,岗位,角色\n县水利局,丙三,x,承办人,科员\n", "utf-8")
    refused = luoshi(home, "ledger", "enrol", str(sheet))
    assert refused.returncode == 1 and "第 2 行：角色应为" in refused.stderr
    changed = luoshi(home, "ledger", "password", "shuili", "--password", "another-Long-8-word")
    assert changed.returncode == 0, changed.stderr
    assert luoshi(home, "ledger", "tick").returncode == 0
    told = luoshi(home, "ledger", "verify")
    assert told.returncode == 0 and "完好" in told.stdout
    backup = tmp_path / "x.tar.gz"
    assert luoshi(home, "ledger", "backup", str(backup)).returncode == 0
    assert luoshi(home, "ledger", "backup", str(backup)).returncode == 1  # never overwritten
    restored = luoshi(other, "ledger", "restore", str(backup))
    assert restored.returncode == 0 and "核验完好" in restored.stdout, restored.stderr
    assert luoshi(home, "ledger", "init", DATABASE_URL="mysql://x/y").returncode == 1


def test_the_site_answers(tmp_path: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI", "DATABASE", "DJANGO"))}
    env |= {"LUOSHI_HOME": str(tmp_path), "LUOSHI_LOG": "CRITICAL"}
    process = subprocess.Popen(
        [sys.executable, "-m", "luoshi.cli.main", "serve", "--port", str(port)], env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(150):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                    assert answer.status == 200
                    break
            except OSError:
                assert process.poll() is None, "the server ended"
                time.sleep(0.2)
        else:
            pytest.fail("the site did not answer within 30 s")
    finally:
        process.terminate()
        process.wait(20)


def test_a_database_that_cannot_be_used_is_named_with_what_to_do(tmp_path: Path) -> None:
    for command in (("verify",), ("tick",), ("backup", str(tmp_path / "x.tar.gz"))):
        told = luoshi(tmp_path / "none", "ledger", *command)
        assert told.returncode == 1 and "luoshi ledger init" in told.stderr, command
        assert "Traceback" not in told.stderr
    away = luoshi(tmp_path / "none", "ledger", "verify", DATABASE_URL="postgres://a:b@127.0.0.1:1/c")
    assert away.returncode == 1 and "连不上数据库 127.0.0.1/c" in away.stderr, away.stderr
    assert "Traceback" not in away.stderr and "a:b" not in away.stderr


def test_the_site_runs_behind_answers_once_and_is_stopped_by_one_command(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "没有在后台运行" in luoshi(home, "serve", "--stop").stdout
    try:
        first = luoshi(home, "serve", "--background")
        assert first.returncode == 0, first.stderr
        address = re.search(r"http://\S+?/", first.stdout)
        assert address and "serve --stop" in first.stdout
        with urllib.request.urlopen(f"{address[0]}healthz", timeout=5) as answer:
            assert answer.status == 200
        again = luoshi(home, "serve", "--background")
        assert address[0] in again.stdout  # the same one, not a second beside it
        beside = luoshi(tmp_path / "other", "serve", "--background")
        assert address[0] not in beside.stdout and beside.returncode == 0  # its port is taken: the next one
    finally:
        for folder in (home, tmp_path / "other"):
            told = luoshi(folder, "serve", "--stop")
    assert told.returncode == 0 and "已停下" in told.stdout
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{address[0]}healthz", timeout=5)
    assert not (home / "site.json").exists()


def test_the_demo_is_loaded_once_and_then_only_lists_its_log_ins(tmp_path: Path) -> None:
    used = tmp_path / "used"
    made = luoshi(
        used, "ledger", "createadmin", "--government", "甲县人民政府", "--password", "a-long-Password-7"
    )
    assert made.returncode == 0, made.stderr  # an empty folder is set up on the way
    refused = luoshi(used, "ledger", "load-demo", "--keep")
    assert refused.returncode == 1 and "只装入空库" in refused.stderr
    home = tmp_path / "home"
    first = luoshi(home, "ledger", "load-demo", "--keep")
    assert first.returncode == 0, first.stderr
    second = luoshi(home, "ledger", "load-demo", "--keep")
    assert second.returncode == 0 and second.stdout.splitlines() == first.stdout.splitlines()[1:]
    assert "ducha " in second.stdout and len(second.stdout.splitlines()) == 15


def test_an_admin_builds_the_house_and_only_their_own(lite: str) -> None:
    user = found("石泓县人民政府", "root", "管理员", "a-long-Password-7")
    with pytest.raises(Invalid):
        found("石泓县人民政府", "root2", "管理员", "a-long-Password-7")
    found("岚坪县人民政府", "root2", "管理员", "a-long-Password-7")
    admin = actor_of(user)
    gov = Department.objects.get(name="石泓县人民政府")
    other = Department.objects.get(name="岚坪县人民政府")
    unit = org.add_department(admin, gov.pk, name="县教育局", order=3).id
    post = org.add_post(admin, unit, title="承办人", role="clerk").id
    with pytest.raises(Invalid):
        org.add_post(admin, unit, title="x", role="king")
    person = org.add_user(admin, username="su", name="苏", password=None, government_id=gov.pk).id
    holding = org.appoint(admin, post, person, since=date(2026, 1, 1)).id
    assert [p.role for p in actor_of(User.objects.get(pk=person)).posts] == ["clerk"]
    org.leave(admin, holding, until=date(2026, 1, 2))
    assert actor_of(User.objects.get(pk=person)).posts == ()
    with pytest.raises(NotThere):
        org.add_department(admin, other.pk, name="越权局")
    with pytest.raises(NotAllowed):
        org.add_user(admin, username="x", name="x", password=None, government_id=other.pk)
    org.change_department(admin, unit, name="县教育体育局")
    org.close_user(admin, person, government_id=gov.pk)
    with pytest.raises(NotAllowed):
        actor_of(User.objects.get(pk=person))
    assert Holding.objects.get(pk=holding).until == date(2026, 1, 2) and chain.verify().ok


def test_search_finds_what_lies_inside_chinese_and_never_across_punctuation(county: County) -> None:
    from luoshi.ledger.models import Item as Row

    rows = []
    for n, text in enumerate(
        ("推进城镇老旧小区改造14个", "促进就业。业态创新", "PM2.5浓度29.5微克", "算力中心")
    ):
        rows.append(
            Row.objects.create(
                government_id=county.gov, no=f"t{n}", register="13710", register_version="2026.1", title=text, lead=None,
                issued_on=date(2026, 1, 1), updated_at="2026-01-01T00:00:00Z",
            )
        )  # fmt: skip
    search.rebuild()
    ids = [r.pk for r in rows]
    assert search.matching("老旧小区") == [ids[0]] and search.matching("算力") == [ids[3]]
    assert search.matching("就业") == [ids[1]] and search.matching("业业") == []
    assert search.matching("小区 改造") == [ids[0]] and search.matching("29.5") == [ids[2]]
    assert search.matching('"') == [] and search.matching("' OR 1=1 --") == [] and search.matching("") == []


@pytest.mark.slow
def test_the_demo_is_made_by_actions_and_shows_every_state(lite: str) -> None:
    from luoshi.ledger.demo import load
    from luoshi.ledger.errors import Refused

    lines = list(load())
    assert "链完好" in lines[0] and chain.verify().ok
    this_year = Item.objects.filter(no__startswith="2026")
    states = set(this_year.values_list("state", flat=True))
    assert {"active", "applied", "unit_checked", "inspected", "closed", "cancelled"} <= states
    assert {"red", "yellow", "green", "blue", "grey"} <= set(this_year.values_list("light", flat=True))
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {
        "extension.decided",
        "item.checked.issuer",
        "round.signed",
        "item.adjusted",
        "item.published",
    } <= kinds
    closed = Item.objects.filter(state="closed")
    assert all(i.checks.filter(verdict="pass", closing__state="closed").count() == 3 for i in closed)
    with pytest.raises(Refused):
        list(load())
