"""Statistical communiqués (统计公报), read as a second witness: the same figures as a report's, under one section.

The year and the place stand in the title (云岭省2031年国民经济和社会发展统计公报). Footnote marks ([2]) stand between a name and its
number and are dropped. Besides sentences the rows of a communiqué's tables are read where they name an indicator exactly: amounts
with their unit (粮食 43524 万吨 -2.5), and consumer prices by their rise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from luoshi.account.record import Record, place_key
from luoshi.errors import LuoshiError, UnreadableFile, os_words
from luoshi.facts.indicators import resolve
from luoshi.facts.measures import read_measures
from luoshi.facts.shapes import Measure
from luoshi.report import places
from luoshi.report.report import Header, Report, Section
from luoshi.text.formats import plain
from luoshi.text.repair import repair
from luoshi.text.source import SourceText
from luoshi.text.traced import Edit

_TITLE = re.compile(
    r"(?P<place>[一-鿿]{0,20}?)[ \t]*(?P<year>(?:19|20)\d\d|[一二][〇零○ＯO九八七六五四三二一]{3})[ \t]*年?[ \t]*(?:关于)?[ \t]*"
    r"国民经济(?:和社会发展)?(?:计划执行结果)?(?:的)?(?:统计)?公报"
)
_DIGITS = str.maketrans("〇零○ＯO一二三四五六七八九", "00000123456789")
_OFFICE = re.compile(r"^中华人民共和国|国家统计局|^国务院|关于$|统计局")
_MARK = re.compile(r"[\[［〔]\d{1,3}[\]］〕]")
_NUM = r"-?\d+(?:[.．，,]\d+)*"
_AMOUNT = re.compile(
    rf"^(?P<name>[一-鿿]{{2,12}})(?:（注\d+）)?[ \t|]+(?P<value>{_NUM})[ \t|]*(?P<unit>[一-鿿]{{1,4}})[ \t|]",
    re.M,
)
_PRICES = re.compile(
    rf"^(?P<name>[一-鿿]{{2,14}})[ \t|]+(?P<value>{_NUM})(?:[ \t|]+{_NUM}){{2}}[ \t|]*$", re.M
)
_HEAD = 3000  # characters from the beginning in which the title stands
_SUFFIXES = (".md", ".markdown", ".txt", ".text")


class NoCommunique(LuoshiError):
    """A folder without a statistical communiqué."""


def read_communiques(folder: str | Path) -> tuple[list[Record], list[str]]:
    """The communiqués of a folder (md, txt), by path, and a line for each file that is none. Raises NoCommunique, OSError."""
    records, troubles = [], []
    for path in _files(Path(folder)):
        try:
            record = communique(str(path), path.read_bytes())
        except OSError as e:
            troubles.append(f"{path}：读取失败：{os_words(e)}")
            continue
        except UnreadableFile as e:
            troubles.append(str(e))
            continue
        if record is None:
            troubles.append(f"{path}：标题里没有“××年国民经济和社会发展统计公报”")
        else:
            records.append(record)
    if not records:
        raise NoCommunique(f"{folder}：没有找到统计公报（.md、.txt）")
    return records, troubles


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise NoCommunique(f"{folder}：没有这个文件夹")
    yield from sorted(p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())


def communique(path: str, data: bytes) -> Record | None:
    """The record of one communiqué, its year one more than the year it tells of; None for another text. Raises UnreadableFile."""
    extracted = plain.extract(path, data)
    text, _ = repair(extracted.text)
    title = _TITLE.search(text.text, 0, _HEAD)
    if title is None:
        return None
    year = int(title["year"].translate(_DIGITS))
    header = _header(title["place"], year)
    if header is None:
        return None
    marks = [Edit(m.start(), m.end(), "", "layout") for m in _MARK.finditer(text.text)]
    text = text.edit(marks) if marks else text
    source = SourceText(
        path, sha256(data).hexdigest(), extracted.format, extracted.encoding, text.text, text.raw, text.segments,
        text.repairs(),
    )  # fmt: skip
    section = Section("s1", None, 1, "review", None, 0, len(text.text))
    measures = read_measures(Report(source, header, (section,))) + tuple(_table_rows(text.text, year))
    return Record(
        f"{source.sha256[:12]}-1", path, place_key(header), header, "whole", text.text, (section,), measures
    )


def _table_rows(text: str, year: int) -> Iterator[Measure]:
    """Rows of tables as measures: amounts of exact indicators, and the rise of consumer prices in the whole area (first column)."""
    for pattern in (_AMOUNT, _PRICES):
        for m in pattern.finditer(text):
            known = resolve(m["name"])
            amount = pattern is _AMOUNT
            if known is None or (m["unit"] not in known.units.split("|") if amount else known.id != "cpi"):
                continue
            value = float(re.sub("[，,]", "", m["value"]).replace("．", "."))
            yield Measure(
                f"t{m.start():x}", "s1", m.start(), m.end("unit" if amount else "value"), known.zh_name, known.id, m["name"],
                "level" if amount else "growth", "=", value, None, m["unit"] if amount else "%", str(year), "actual",
                rate=None if amount else "yoy", rule="table_row",
            )  # fmt: skip


def _header(name: str, year: int) -> Header | None:
    """Whose communiqué it is: the nation's where only the office stands in the title, or a place of the table of divisions."""
    for _ in range(3):
        name = _OFFICE.sub("", name)
    if not name:
        return Header("国务院", ("国务院",), None, "nation", year + 1, year)
    near = places.nearest(places.named(name), year)
    if near is None:
        return None
    level = {"province": "province", "prefecture": "prefecture", "county": "county"}.get(near.rank)
    return Header(near.name, places.path_of(near, year), near.code, level, year + 1, year)  # type: ignore[arg-type]
