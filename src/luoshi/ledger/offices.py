"""Names of offices made alike (单位名称归一): prefixes, short forms, and what reforms renamed."""

from __future__ import annotations

import re
from functools import cache

from luoshi.lexicon import tables

# 县, 市, 自治区 … in front; a place's own name before them goes too.
_PREFIX = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,8}?(?:自治区|自治州|自治县|省|市|县|区|旗|州|盟|地区))(?:人民政府)?(?=[\u4e00-\u9fff]{2})"
)
_NOISE = re.compile(r"[\s　·]|（[^）]*）|〈[^〉]*〉|\([^)]*\)|等(?:有关)?(?:部门|单位)?$")


@cache
def _alike() -> tuple[tuple[str, str], ...]:
    """Old and short names with the one that stands for them, longest first, from ``office_names.tsv``."""
    rows = [
        (alias, row["name"]) for row in tables.rows("office_names.tsv") for alias in row["aliases"].split("|")
    ]
    return tuple(sorted(rows, key=lambda r: (-len(r[0]), r[0])))


@cache
def _exact() -> dict[str, str]:
    found = {row["name"]: row["name"] for row in tables.rows("office_names.tsv")}
    found.update(_alike())
    return found


@cache
def plain_name(name: str) -> str:
    """The office without its place and under the name of today: 县住建局, 市建委 and 自治区住房和城乡建设厅 are one."""
    text = _NOISE.sub("", name)
    for candidate in _cuts(text):
        found = _exact().get(candidate)
        if found:
            return found
    return min(_cuts(text), key=len)


def _cuts(text: str) -> list[str]:
    """The name as it is, without its place, and with its rank's ending (厅, 委, 局, 办) taken as 局."""
    out = [text]
    cut = _PREFIX.sub("", text, count=1)
    if cut != text:
        out.append(cut)
    for form in list(out):
        if form.endswith(("厅", "委员会", "委", "办公室", "办", "局", "署", "中心")):
            out.append(re.sub(r"(?:厅|委员会|委|办公室|办|局|署|中心)$", "局", form))
    return list(dict.fromkeys(out))
