"""Backup and restore (备份与恢复): one file, either database, verified; a damaged one restores nothing."""

from __future__ import annotations

import tarfile
from datetime import date
from pathlib import Path

import databases
import pytest
from county import County, build
from test_way import issued_table

from luoshi.errors import LuoshiError
from luoshi.ledger import archive, chain, clock, guards, search, store
from luoshi.ledger.actions import work
from luoshi.ledger.models import Attachment, Department, Event, Item


def filled(c: County) -> None:
    issued_table(c)
    with clock.fixed(date(2026, 3, 2)):
        work.add_evidence(
            c.edu_clerk, Item.objects.first().pk, proves="照片", attachment_id=c.file("edu_clerk")
        )  # type: ignore[union-attr]
    chain.seal()


@pytest.mark.parametrize("start", ["sqlite", "postgresql"])
@pytest.mark.parametrize("end", ["sqlite", "postgresql"])
def test_a_backup_of_either_database_restores_into_either(start: str, end: str, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    with databases.fresh(start):
        filled(build())
        made = archive.backup(file)
        rows = list(Event.objects.order_by("id").values_list("id", "hash", "at"))
        sha = Attachment.objects.get().sha256
        content = store.get(sha)
    store.remove(sha)
    with databases.fresh(end):
        manifest, found = archive.restore(file)
        assert found.ok and found.events == manifest.events == made.events and found.root == made.root
        assert list(Event.objects.order_by("id").values_list("id", "hash", "at")) == rows
        assert store.get(sha) == content and guards.missing() == []
        assert search.matching("幼儿园") == [Item.objects.get(title="新建幼儿园3所").pk]
        # The ledger goes on where it stopped.
        from luoshi.ledger.actor import actor_of
        from luoshi.ledger.models import User

        with clock.fixed(date(2026, 3, 3)):
            work.submit(
                actor_of(User.objects.get(username="edu_clerk")),
                Item.objects.get(title="新建幼儿园3所").pk,
                text="继续",
            )
        assert chain.verify().ok


def test_restore_refuses_a_ledger_in_use_and_a_damaged_file(lite_county: County, tmp_path: Path) -> None:
    filled(lite_county)
    file = tmp_path / "b.tar.gz"
    archive.backup(file)
    with pytest.raises(LuoshiError, match="不覆盖"):
        archive.backup(file)
    with pytest.raises(LuoshiError, match="不是空的"):
        archive.restore(file)
    bad = tmp_path / "bad.tar.gz"
    with tarfile.open(file) as old, tarfile.open(bad, "w:gz") as new:
        for member in old.getmembers():
            data = old.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == "tables/ledger_item.jsonl":
                data = data.replace("3所".encode(), "4所".encode())
            import io

            new.addfile(member, io.BytesIO(data))
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(file.read_bytes()[:2000])
    for broken in (bad, cut):
        with databases.fresh("sqlite"):
            with pytest.raises(LuoshiError):
                archive.restore(broken)
            assert not Department.objects.exists() and guards.missing() == []
