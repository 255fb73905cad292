"""The chain of events (事件链): insert-only, verifiable, redactable by two persons, sealed."""

from __future__ import annotations

from datetime import date

import pytest
from county import County
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from test_way import issued_table

from luoshi.ledger import chain, clock, guards, store
from luoshi.ledger.actions import upkeep, work
from luoshi.ledger.errors import NotAllowed, NotThere
from luoshi.ledger.models import Attachment, Chain, Event, Item, Payload, Redaction, Seal, Submission


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def tampered(sql: str, *values: object) -> None:
    """As an administrator would: guards off, change, guards on."""
    guards.remove()
    run(sql, *values)
    guards.install()


@pytest.mark.parametrize("table", [t for t in guards.INSERT_ONLY if t != "ledger_documentsigning"])
def test_what_is_written_cannot_be_changed_or_removed(county: County, table: str) -> None:
    issued_table(county)
    chain.seal()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        full = cursor.fetchone()[0] > 0
    statements = [f"UPDATE {table} SET id = id", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        statements.append(f"TRUNCATE {table} CASCADE")
        full = True
    for sql in statements[0 if full else 3 :]:
        if connection.vendor == "postgresql" and sql.startswith(("UPDATE", "DELETE")):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                if not cursor.fetchone()[0]:
                    continue  # a row trigger does not fire on an empty table
        with pytest.raises(DatabaseError, match="只许追加"):
            run(sql)


def test_guards_come_back_after_a_migration_and_their_absence_is_reported(county: County) -> None:
    issued_table(county)
    guards.remove()
    found = chain.verify()
    assert not found.ok and "触发器" in (found.broken or "")
    call_command("migrate", verbosity=0, interactive=False)
    assert guards.missing() == [] and chain.verify().ok
    with pytest.raises(DatabaseError):
        run("DELETE FROM ledger_event")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE ledger_payload SET body = '{}' WHERE event_id = (SELECT max(event_id) FROM ledger_payload)", "内容与哈希不符"),
        ("UPDATE ledger_event SET actor_text = '别人' WHERE id = (SELECT min(id) FROM ledger_event)", "字段与存档文本不符"),
        ("UPDATE ledger_event SET at = '2020-01-01 00:00:00+00' WHERE id = (SELECT min(id) FROM ledger_event)", "字段与存档文本不符"),
        ("UPDATE ledger_event SET canonical = '[]' WHERE id = (SELECT min(id) FROM ledger_event)", "哈希与存档文本不符"),
        ("UPDATE ledger_event SET seq = 999 WHERE id = (SELECT min(id) FROM ledger_event)", "序号不连续"),
        ("UPDATE ledger_chain SET seq = seq + 1", "链头"),
    ],
)  # fmt: skip
def test_tampering_is_found_and_the_first_broken_link_named(county: County, sql: str, told: str) -> None:
    issued_table(county)
    assert chain.verify().ok
    tampered(sql)
    found = chain.verify()
    assert not found.ok and told in (found.broken or "")


def test_an_event_cut_out_or_a_tail_cut_off_is_found(county: County) -> None:
    issued_table(county)
    last = Event.objects.order_by("-id").first()
    assert last is not None
    tampered("DELETE FROM ledger_payload WHERE event_id = %s", last.pk)
    assert "内容缺失" in (chain.verify().broken or "")
    tampered("DELETE FROM ledger_event WHERE id = %s", last.pk)
    assert "末尾" in (chain.verify().broken or "")


def test_a_seal_binds_even_who_rewrites_the_whole_chain(county: County) -> None:
    issued_table(county)
    made = chain.seal()
    assert made is not None and chain.seal() is None
    last = Event.objects.order_by("-id").first()
    assert last is not None
    tampered("DELETE FROM ledger_payload WHERE event_id = %s", last.pk)
    tampered("DELETE FROM ledger_event WHERE id = %s", last.pk)
    row = Chain.objects.get(name=last.chain)
    Chain.objects.filter(name=last.chain).update(
        seq=row.seq - 1, head=last.prev
    )  # the liar mends the head as well
    assert "封印" in (chain.verify().broken or "")
    assert Seal.objects.count() == 1


def test_seals_follow_each_other(county: County) -> None:
    issued_table(county)
    first = chain.seal()
    with clock.fixed(date(2026, 3, 2)):
        work.submit(county.edu_clerk, Item.objects.get(title="新建幼儿园3所").pk, kind="unchanged")
    second = chain.seal()
    assert first and second and second.prev_root == first.root
    found = chain.verify()
    assert found.ok and found.seals == 2 and found.root == second.root


def test_two_persons_remove_a_payload_and_the_chain_holds(county: County) -> None:
    c = county
    issued_table(c)
    item = Item.objects.get(title="新建幼儿园3所")
    with clock.fixed(date(2026, 3, 2)):
        file = c.file("edu_clerk", "名单.pdf")
        made = work.submit(
            c.edu_clerk, item.pk, text="含有张某某身份证号的内容",
            evidence=[{"attachment_id": file, "proves": "名单", "kind": "file"}],
        )  # fmt: skip
        chain.seal()
        target = Event.objects.get(subject=f"submission:{made.id}")
        with pytest.raises(DatabaseError):
            run("DELETE FROM ledger_payload WHERE event_id = %s", target.pk)
        with pytest.raises(NotThere):
            upkeep.ask_redaction(
                c.water_clerk, target.pk, reason="个人信息", basis="个人信息保护法第四十七条"
            )
        asked = upkeep.ask_redaction(
            c.inspector, target.pk, reason="个人信息", basis="个人信息保护法第四十七条"
        )
        with pytest.raises(NotAllowed, match="两人"):
            upkeep.confirm_redaction(c.inspector, asked.id)
        assert Payload.objects.filter(event=target).exists()
        upkeep.confirm_redaction(c.issuer, asked.id)
    assert not Payload.objects.filter(event=target).exists()
    assert "身份证" not in Submission.objects.get(pk=made.id).progress_text
    attachment = Attachment.objects.get(pk=file)
    assert attachment.removed_at and not store.path_of(attachment.sha256).exists()
    found = chain.verify()
    assert found.ok and found.redacted == 1
    with pytest.raises(DatabaseError):  # the tombstone itself stands
        run("DELETE FROM ledger_redaction")
    with pytest.raises(DatabaseError):
        run("UPDATE ledger_redaction SET reason = 'x'")
    assert Redaction.objects.get().confirmed_by_id == c.users["issuer"].pk


def test_a_payload_that_vanished_without_a_redaction_is_found(county: County) -> None:
    issued_table(county)
    tampered("DELETE FROM ledger_payload WHERE event_id = (SELECT min(event_id) FROM ledger_payload)")
    assert "没有经两人确认" in (chain.verify().broken or "")


def test_what_stands_in_a_guarded_table_is_blanked_under_its_own_redaction_only(county: County) -> None:
    c = county
    issued_table(c)
    with clock.fixed(date(2026, 3, 2)):
        one, two = Item.objects.order_by("pk")
        birth = Event.objects.get(item=one, kind="item.issued")
        asked = upkeep.ask_redaction(
            c.inspector, birth.pk, reason="误列个人信息", basis="个人信息保护法第四十七条"
        )
        with pytest.raises(DatabaseError):
            run("UPDATE ledger_itemsource SET quote = 'x' WHERE item_id = %s", one.pk)
        upkeep.confirm_redaction(c.issuer, asked.id)
    assert one.sources.get().quote == upkeep.REMOVED and Item.objects.get(pk=one.pk).title == upkeep.REMOVED
    with pytest.raises(DatabaseError):
        run("UPDATE ledger_itemsource SET quote = 'x' WHERE item_id = %s", two.pk)
    assert chain.verify().ok
