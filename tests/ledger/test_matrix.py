"""Who sees what and who may do what (权限矩阵), generated over all people of the small county."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import databases
import pytest
from county import PEOPLE, County, build
from django.db import transaction
from test_way import issued_table

from luoshi.ledger import clock, visibility
from luoshi.ledger.actions import (
    changes,
    closing,
    documents,
    extensions,
    items,
    kernel,
    proposals,
    rounds,
    upkeep,
    work,
)
from luoshi.ledger.errors import NotAllowed, NotThere, Refused
from luoshi.ledger.models import Document, Event, Item, Opinion

WHO = [p[0] for p in PEOPLE]
OFFICE = {"inspector", "inspector2"}
INSIDE = OFFICE | {"issuer", "leader"}
EDU, HEALTH, WATER = (
    {"edu_clerk", "edu_head", "edu_clerk2"},
    {"health_clerk", "health_head"},
    {"water_clerk", "water_head"},
)


class World:
    """The county with a table issued, an item of education (health beside it), one of water, a draft, a round."""

    def __init__(self) -> None:
        self.c: County = build()
        self.doc = issued_table(self.c)
        self.edu = Item.objects.get(title="新建幼儿园3所")
        self.water = Item.objects.get(title="完成水库除险加固")
        with clock.fixed(date(2026, 3, 2)):
            self.file = {who: self.c.file(who) for who in ("edu_clerk", "inspector")}
            self.draft = documents.draft(self.c.inspector, self.c.gov, title="草稿", year=2026).id
            self.row = proposals.add(
                self.c.inspector, self.draft, title="草稿条目", lead_id=self.c.units["edu"].pk
            ).id
            self.round = rounds.open_round(
                self.c.inspector, self.c.gov, register="annual-tasks", title="一季度", opens_on=date(2026, 3, 1),
                due_on=date(2026, 3, 31),
            ).id  # fmt: skip
            work.submit(self.c.edu_clerk2, self.edu.pk, text="进展")
            work.add_evidence(
                self.c.edu_clerk, self.edu.pk, proves="照片", attachment_id=self.file["edu_clerk"]
            )


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with databases.fresh("sqlite"):
        yield World()


SEES: dict[str, tuple[Callable[[County], Any], dict[str, set[str]]]] = {
    "items": (
        visibility.visible_items,
        {"新建幼儿园3所": INSIDE | EDU | HEALTH | {"upper"}, "完成水库除险加固": INSIDE | WATER | {"upper"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_items(world: World, who: str) -> None:
    seen = set(visibility.visible_items(world.c.actor(who)).values_list("title", flat=True))
    wanted = {title for title, people in SEES["items"][1].items() if who in people}
    assert seen == wanted


@pytest.mark.parametrize("who", WHO)
def test_process_information_follows_the_item_and_never_reaches_the_deputy(world: World, who: str) -> None:
    actor = world.c.actor(who)
    mine = INSIDE | EDU | HEALTH | {"upper"}
    assert visibility.visible_submissions(actor).exists() == (who in mine)
    assert visibility.visible_evidence(actor).exists() == (who in mine)
    assert visibility.visible_attachments(actor).filter(pk=world.file["edu_clerk"]).exists() == (who in mine)
    item_events = visibility.visible_events(actor).filter(item=world.edu)
    assert item_events.exists() == (who in mine)


@pytest.mark.parametrize("who", WHO)
def test_drafts_and_issued_documents(world: World, who: str) -> None:
    actor = world.c.actor(who)
    seen = set(visibility.visible_documents(actor).values_list("pk", flat=True))
    assert (world.draft in seen) == (who in INSIDE)
    assert (world.doc in seen) == (who in INSIDE | EDU | HEALTH | WATER | {"upper"})
    rows = set(visibility.visible_proposals(actor).values_list("title", flat=True))
    if who in EDU | HEALTH:
        assert rows == {"新建幼儿园3所"}
    elif who in WATER:
        assert rows == {"完成水库除险加固"}
    elif who not in INSIDE:
        assert rows == set()


@pytest.mark.parametrize("who", WHO)
def test_notices_reach_exactly_the_unit(world: World, who: str) -> None:
    actor = world.c.actor(who)
    units = {p.department for p in actor.posts}
    assert set(visibility.visible_notices(actor).values_list("department_id", flat=True)) <= units


def test_what_is_published_is_all_that_a_deputy_sees(world: World) -> None:
    with transaction.atomic():
        with clock.fixed(date(2026, 3, 3)):
            upkeep.publish(
                world.c.issuer, world.edu.pk, text="进展顺利", approved_by="县长", on=date(2026, 3, 3)
            )
        deputy = world.c.actor("deputy")
        assert list(visibility.visible_items(deputy)) == [world.edu]
        assert list(visibility.visible_publications(deputy).values_list("text", flat=True)) == ["进展顺利"]
        assert (
            not visibility.visible_submissions(deputy).exists()
            and not visibility.visible_events(deputy).exists()
        )
        transaction.set_rollback(True)


def _doing() -> dict[str, tuple[Callable[[World, Any], Any], set[str]]]:
    """action → (a call that is right but for the person, the people who may)."""
    day = date(2026, 3, 3)
    return {
        "document.draft": (lambda w, a: documents.draft(a, w.c.gov, title="x", year=2026), OFFICE),
        "report.take": (lambda w, a: documents.take_report(a, w.c.gov, title="x", year=2026, text="文", reader="t"), OFFICE),
        "document.edit": (lambda w, a: documents.edit_body(a, w.draft, title="x", body=""), OFFICE),
        "proposal.change": (lambda w, a: proposals.skip(a, [w.row], reason="x"), OFFICE),
        "document.consult": (lambda w, a: documents.consult(a, w.draft, due=day), OFFICE),
        "item.open": (
            lambda w, a: items.open_item(
                a, w.c.gov, source="leader", title="新事", dated=day, issuer="县长", approver="县长", quote="办",
                lead_id=w.c.units["water"].pk,
            ),
            OFFICE | {"issuer"},
        ),
        "item.instruct": (
            lambda w, a: items.instruct(a, w.edu.pk, words="抓紧", leader="县长", on=day), OFFICE | {"issuer"},
        ),
        "item.submit": (lambda w, a: work.submit(a, w.edu.pk, text="x"), EDU | HEALTH),
        "item.evidence": (lambda w, a: work.add_evidence(a, w.edu.pk, proves="x", url="https://x.cn/"), EDU | HEALTH | OFFICE),
        "item.apply": (lambda w, a: closing.apply_close(a, w.edu.pk, result="x"), EDU),
        "item.return": (lambda w, a: closing.send_back(a, w.edu.pk, reason="x"), OFFICE | {"issuer"}),
        "item.wrong_unit": (lambda w, a: changes.refuse_unit(a, w.edu.pk, reason="x"), EDU),
        "item.reassign": (lambda w, a: changes.reassign(a, w.edu.pk, lead_id=w.c.units["water"].pk, reason="x"), OFFICE),
        "item.adjust": (
            lambda w, a: changes.cancel(a, w.edu.pk, reason="x", approver="y", document="z"), OFFICE | {"issuer"},
        ),
        "extension.ask": (
            lambda w, a: extensions.ask(a, w.edu.pk, new_due=date(2026, 12, 20), reason="x", progress="y", deadline="due"), EDU,
        ),
        "item.remind": (lambda w, a: upkeep.remind(a, w.edu.pk, rung="remind", reason="x"), OFFICE | {"issuer"}),
        "item.publish": (lambda w, a: upkeep.publish(a, w.edu.pk, text="x", approved_by="y", on=day), OFFICE | {"issuer"}),
        "round.close": (lambda w, a: rounds.close_round(a, w.round), OFFICE),
        "round.sign": (lambda w, a: rounds.sign_off(a, w.round, w.c.units["edu"].pk), {"edu_head"}),
        "redact.ask": (
            lambda w, a: upkeep.ask_redaction(a, Event.objects.filter(item=w.edu).latest("id").pk, reason="x", basis="y"),
            OFFICE | {"issuer"},
        ),
    }  # fmt: skip


@pytest.mark.parametrize("name", _doing())
@pytest.mark.parametrize("who", WHO)
def test_actions(world: World, name: str, who: str) -> None:
    do, may = _doing()[name]
    with transaction.atomic(), clock.fixed(date(2026, 3, 3)):
        before = Event.objects.count()
        if who in may:
            do(world, world.c.actor(who))
            assert Event.objects.count() > before
        else:
            with pytest.raises((NotAllowed, NotThere)):
                do(world, world.c.actor(who))
            assert Event.objects.count() == before
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", WHO)
def test_the_three_checks_and_who_may_take_each(world: World, who: str) -> None:
    c = world.c
    with transaction.atomic(), clock.fixed(date(2026, 3, 3)):
        closing.apply_close(c.edu_clerk, world.edu.pk, result="完成")
        steps: tuple[tuple[Callable[..., Any], set[str], str], ...] = (
            (closing.check_unit, {"edu_head"}, "edu_head"),
            (closing.check_inspector, OFFICE, "inspector"),
            (closing.check_issuer, {"issuer", "leader"}, "issuer"),
        )
        for check, may, rightful in steps:
            if who in may:
                with transaction.atomic():
                    check(c.actor(who), world.edu.pk, passed=True)
                    transaction.set_rollback(True)
            else:
                with pytest.raises((NotAllowed, NotThere)):
                    check(c.actor(who), world.edu.pk, passed=True)
            check(c.actor(rightful), world.edu.pk, passed=True)
        transaction.set_rollback(True)


def test_nobody_takes_two_steps_even_with_two_posts(world: World) -> None:
    from luoshi.ledger.models import Holding, Post

    c = world.c
    with transaction.atomic(), clock.fixed(date(2026, 3, 3)):
        closing.apply_close(c.edu_clerk, world.edu.pk, result="完成")
        closing.check_unit(c.edu_head, world.edu.pk, passed=True)
        for role, unit in (("inspector", "office"), ("issuer", "gov")):
            post = Post.objects.create(department=c.units[unit], title=f"兼{role}", role=role)
            for who in ("edu_head", "edu_clerk2", "edu_clerk"):
                Holding.objects.create(user=c.users[who], post=post, since=date(2026, 1, 1))
        for who in ("edu_head", "edu_clerk", "edu_clerk2"):  # checked before; applied; reported on it
            with pytest.raises(NotAllowed):
                closing.check_inspector(c.actor(who), world.edu.pk, passed=True)
        transaction.set_rollback(True)


def test_a_successor_inherits_all_that_hangs_on_the_post(world: World) -> None:
    from luoshi.ledger.models import Holding, User

    c = world.c
    with transaction.atomic(), clock.fixed(date(2026, 5, 6)):
        old = Holding.objects.get(user=c.users["edu_clerk"])
        new = User.objects.create_user(username="new", password=None, name="新人")
        old.until = date(2026, 5, 5)
        old.save()
        Holding.objects.create(user=new, post=old.post, since=date(2026, 5, 6))
        c.users["new"] = new
        with pytest.raises(NotThere):
            work.submit(c.actor("edu_clerk"), world.edu.pk, text="已离任")
        work.submit(c.actor("new"), world.edu.pk, text="接手办理")
        transaction.set_rollback(True)


def test_the_office_enters_a_units_signed_paper_and_nothing_without_its_scan(world: World) -> None:
    c = world.c
    with transaction.atomic(), clock.fixed(date(2026, 3, 3)):
        paper = c.inspector.on_paper(c.units["water"].pk, "李强", world.file["inspector"])
        made = work.submit(paper, world.water.pk, text="按纸质表录入")
        assert Event.objects.get(pk=made.event).actor_text.endswith("代录：李强")
        with pytest.raises(NotThere):
            work.submit(
                c.inspector.on_paper(c.units["water"].pk, "", world.file["inspector"]),
                world.water.pk,
                text="x",
            )
        with pytest.raises((NotAllowed, NotThere)):
            work.submit(
                c.inspector.on_paper(c.units["water"].pk, "李强", world.file["edu_clerk"]),
                world.water.pk,
                text="x",
            )
        with pytest.raises(NotAllowed):
            work.submit(
                c.inspector.on_paper(c.units["edu"].pk, "李强", world.file["inspector"]),
                world.water.pk,
                text="x",
            )
        with pytest.raises(NotAllowed):  # no paper makes a clerk of another unit into this one
            work.submit(
                c.edu_clerk.on_paper(c.units["health"].pk, "李强", world.file["edu_clerk"]),
                world.edu.pk,
                text="x",
            )
        transaction.set_rollback(True)


def test_another_units_opinion_or_signature_is_refused(world: World) -> None:
    for who in WHO:
        with transaction.atomic(), pytest.raises(Refused):
            documents.sign_for(world.c.actor(who), world.doc, world.c.units["town"].pk)
    assert not Opinion.objects.filter(department=world.c.units["town"]).exists()
    assert Document.objects.get(pk=world.doc).state == "signed"
    assert kernel.REGISTRY
