"""Comparisons (比较): what a value is compared with or is a share of, taken out of the words before it."""

from __future__ import annotations

import regex

from luoshi.facts import naming
from luoshi.facts.drafts import Run

_ABOVE = regex.compile(
    r"(?r)(?P<word>高于|快于|高出|超出|超过|领先于|领先|优于|好于|低于|慢于|大于)(?P<ref>[^，,。；;]{2,20}?)\Z"
)
_ABOVE_CHARS = frozenset("于出过先")
_HIGHER = frozenset(("高", "快", "多", "低", "高出"))
_REFERENCE = regex.compile(
    r"平均|水平|全省|全市|全国|全县|全区|全州|增速|增幅|经济|生产总值|GDP|目标|任务|预期|计划|同期|考核|省定|市定|周边|同类|支出|收入"
)
_TIMES_BASE = regex.compile(r"(?r)(?:是|为|达到|达|相当于)(?P<ref>[^，,。；;]{1,16}?)的?\Z")
_TIME_REF = regex.compile(rf"{naming.TIME}|同期|上年|往年|历史|上届|改革前")
_SHARE_OF = regex.compile(
    r"(?r)(?P<word>达到?|相当于|恢复到|占到|占了|占|是|为)(?P<ref>(?!到)[^，,。；;]{2,16})的\Z"
)
_SHARE_BARE = regex.compile(
    r"(?r)占(?:到|了)?(?P<ref>(?!比)[^，,。；;、的]{2,16}(?<!比重|比例|份额|率|占比))\Z"
)


def compared(run: Run, text: str) -> None:
    """Takes what the value is compared with out of the run's core: 高于全省平均1.2个百分点, 是2015年的2倍, 达到…的80%."""
    t, core, sort = run.tail, run.core, run.group[0].sort
    above = _ABOVE.search(core) if not _ABOVE_CHARS.isdisjoint(core) else None
    if above is not None and (sort == "point" or _REFERENCE.search(above["ref"])):
        run.ref, run.ref_low = above["ref"], above["word"] in ("低于", "慢于")
        before = naming.tail(core[: above.start()])
        run.core = before.core
        t.effects |= before.effects & {"each", "all"}
    elif (
        t.compare is not None
        and run.moves
        and not _TIME_REF.match(t.compare)
        and _REFERENCE.search(t.compare)
        and not _HIGHER.isdisjoint(t.words)
    ):
        run.ref, run.ref_low = t.compare, "低" in t.words
    if sort == "percent" and (core + t.kept).endswith("占") and len(core) > 1:
        run.core, t.kept = (core + t.kept) + "比", ""
    if sort == "times" and not run.moves:
        times = _TIMES_BASE.search(text[run.at : run.group[0].start])
        if times is not None:
            run.ref = times["ref"]
            run.tail = naming.tail(text[run.at : run.at + times.start()])
            run.core = naming.head(run.tail.core).core
            run.core_at = run.at + len(run.tail.core) - len(run.core)
    elif (
        sort == "percent"
        and not t.effects & {"up", "down"}
        and (share := _SHARE_BARE.search(core))
        and _REFERENCE.search(share["ref"])
    ):
        run.core = core[: share.start()]
        run.share_name = f"占{share['ref']}的比重"
    elif (
        sort == "percent"
        and (share := _SHARE_OF.search(core))
        and (share["word"].startswith("占") or _REFERENCE.search(share["ref"]))
    ):
        run.core = core[: share.start()]
        if share["word"].startswith("占"):
            run.share_name = f"占{share['ref']}的比重"
        else:
            run.share_of = share["ref"]
