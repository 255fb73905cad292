"""The reader as files: one page, or a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from made_reading import made

from luoshi.export.html import Folder, OnePage, open_html


def other(year: int = 2032, **source: Any) -> Any:
    r = made()
    header = msgspec.structs.replace(r.header, work_year=year)
    return msgspec.structs.replace(r, header=header, source=msgspec.structs.replace(r.source, **source))


def test_the_name_decides_between_page_and_folder(tmp_path: Path) -> None:
    (tmp_path / "made.html").mkdir()
    for name, kind in (
        ("a.html", OnePage),
        ("b.HTM", OnePage),
        ("c", Folder),
        ("d/", Folder),
        ("made.html", Folder),
    ):
        opened = open_html(str(tmp_path / name))
        assert isinstance(opened, kind), name
        opened.abandon()


def test_one_report_has_no_index_and_several_have(tmp_path: Path) -> None:
    one = OnePage(str(tmp_path / "one.html"))
    one.add(made())
    assert "1 份报告" in one.close()
    assert 'class="index"' not in (tmp_path / "one.html").read_text("utf-8")
    two = OnePage(str(tmp_path / "two.html"))
    two.add(made())
    two.add(other(sha256="f" * 64))
    two.close()
    html = (tmp_path / "two.html").read_text("utf-8")
    assert html.count("<article") == 2
    assert html.index('class="index"') < html.index("<article")
    assert html.count("<script>") == html.count("<style>") == 1


def test_the_same_report_twice_in_a_page_keeps_its_anchors_apart(tmp_path: Path) -> None:
    import re

    out = tmp_path / "twice.html"
    page = OnePage(str(out))
    page.add(made())
    page.add(made())
    page.close()
    ids = re.findall(r'\bid="([^"]+)"', out.read_text("utf-8"))
    assert len(ids) == len(set(ids))


def test_a_folder_gets_a_page_per_report_and_an_index(tmp_path: Path) -> None:
    out = tmp_path / "pages"
    folder = Folder(str(out))
    nasty = msgspec.structs.replace(made().header, jurisdiction="../../etc/<b>县")
    for r in (made(), made(), other(part=2, parts=3), made(header=nasty)):
        folder.add(r)
    assert "4 份报告" in folder.close()
    names = sorted(p.name for p in out.iterdir())
    assert len(names) == 5 and "index.html" in names
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pages"]
    index = (out / "index.html").read_text("utf-8")
    for name in set(names) - {"index.html"}:
        assert f'href="{name}"' in index
        assert 'href="index.html"' in (out / name).read_text("utf-8")


def test_nothing_half_written_stays_and_an_old_page_survives(tmp_path: Path) -> None:
    out = tmp_path / "old.html"
    out.write_text("old")
    page = OnePage(str(out))
    page.add(made())
    page.abandon()
    empty = OnePage(str(out))
    assert "没有读到报告" in empty.close()
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        open_html(str(tmp_path / "none" / "a.html"))
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        open_html(str(tmp_path / "file"))
