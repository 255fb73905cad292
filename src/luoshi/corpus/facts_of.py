"""Facts of a dataset for the account (对照用的报告): whole places at a time, so that memory does not grow with the dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from luoshi.account.record import Record, of_reading, place_key
from luoshi.corpus.dataset import Dataset
from luoshi.errors import LuoshiError
from luoshi.report.report import Header

NATION = "000000"
_FIGURES = ("sections", "measures")
_PROMISES = ("sections", "measures", "pledges", "projects", "tasks", "commitments")
_ENDS = ("省", "市", "县", "区", "旗", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区")
_AT_ONCE = 600  # reports in memory, about; a province is never torn apart


class Listed(msgspec.Struct, frozen=True):
    """A report as the account's list of reports has it."""

    report: str
    place: str
    header: Header


class Group(msgspec.Struct, frozen=True):
    """Places that are held in memory together: ``places`` are accounted for, the records also hold those above them."""

    places: frozenset[str]
    records: tuple[Record, ...]


def listed(data: Dataset) -> list[Listed]:
    """The reports that stand for their place and year; copies that stand aside for a better one are left out."""
    aside = {r["report"] for r in data.rows("duplicates") if r["same_place"] and r["same_year"]}
    fields = {"place_path" if f == "path" else f: f for f in Header.__struct_fields__}
    found = []
    for row in data.rows("reports", ("report", *fields)):
        if row["report"] in aside:
            continue
        header = msgspec.convert({f: row[column] for column, f in fields.items()}, Header)
        found.append(Listed(row["report"], place_key(header), header))
    return found


class NoSuchPlace(LuoshiError):
    """A name or code that no report of the dataset has."""


def places_called(reports: Iterable[Listed], names: Iterable[str]) -> frozenset[str]:
    """The keys of the places with these names (山西, 山西省) or codes; of one name there may be several. Raises NoSuchPlace."""
    every = list(reports)
    found: set[str] = set()
    for name in names:
        hits = {r.place for r in every if r.place and _is_called(r.header, name)}
        if not hits:
            known = {r.header.jurisdiction for r in every if r.header.jurisdiction}
            near = sorted(k for k in known if name[:2] in k)[:5]
            hint = f"；相近的有：{'、'.join(near)}" if near else ""
            raise NoSuchPlace(f"数据集里没有“{name}”的报告{hint}")
        found |= hits
    return frozenset(found)


def _is_called(h: Header, name: str) -> bool:
    own = h.jurisdiction or ""
    if name in (own, h.code, "/".join(h.path), "".join(h.path)):
        return True
    return len(name) > 1 and own.startswith(name) and own[len(name) :] in _ENDS


def groups(
    data: Dataset, reports: Iterable[Listed], only: frozenset[str] | None = None, promises: bool = False
) -> Iterator[Group]:
    """The records of the places in ``reports`` (of ``only`` these), some provinces at a time, in order of code.

    The nation's and the province's own reports are in each group, too: figures may be held against theirs.
    ``promises``: tasks, pledges and projects, too.
    """
    reports = list(reports)
    asked = {r.place for r in reports if r.place and (only is None or r.place in only)}
    regions: dict[str, set[str]] = defaultdict(set)
    for place in asked:
        regions[_region(place)].add(place)
    of_place: dict[str, list[str]] = defaultdict(list)
    for r in reports:
        of_place[r.place].append(r.report)
    batch: set[str] = set()
    for region in sorted(regions):
        size = sum(len(of_place[p]) for p in batch | regions[region])
        if batch and size > _AT_ONCE:
            yield _group(data, batch, of_place, promises)
            batch = set()
        batch |= regions[region]
    if batch:
        yield _group(data, batch, of_place, promises)


def _group(data: Dataset, places: set[str], of_place: dict[str, list[str]], promises: bool) -> Group:
    above = {NATION} | {_region(p) for p in places}
    ids = {id for p in places | above for id in of_place.get(p, ())}
    records = tuple(of_reading(r) for r in data.readings(_PROMISES if promises else _FIGURES, ids))
    return Group(frozenset(places), records)


def _region(place: str) -> str:
    """The key of the province that a place lies in: its code, or the first name of its path."""
    return place[:2] + "0000" if place[:6].isdigit() else place.split("/", maxsplit=1)[0]
