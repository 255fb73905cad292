"""What a clause leaves out (承前省略): how a noun, a place or a verb alone leans on the subject named before.

“粮食播种面积120万亩，总产量8亿斤” speaks of 粮食总产量, “居民人均可支配收入…，其中城镇…” of 城镇居民人均可支配收入,
“新建高标准农田12万亩、改造提升20万亩” of 改造提升高标准农田.
"""

from __future__ import annotations

from functools import cache

import regex

from luoshi.facts.drafts import Draft, Run
from luoshi.facts.indicators import resolve
from luoshi.facts.verbs import actions, leading_verb
from luoshi.lexicon import tables

_ADDED = regex.compile(r"(?:新增|净增|增加|总量|新增加)\Z")
_RATE = regex.compile("(?:年均|平均)?(?:增长率|增长速度|增速|增幅)\\Z")
_PER = ("人均", "户均", "亩均", "地均")
_PLACED = regex.compile(r"(?:全体|全部|城乡|城镇|城市|乡村|农村牧区|农村|农牧区|农牧民|农民)+(?:常住)?")
_RESIDENTS = regex.compile(r"(?:常住)?居民\Z")
_DONE = regex.compile(r"(?:累计|共|实现|完成|缴纳|上缴|的)+\Z")
# “X产业加快发展，实现增加值…”: the nearest word for a trade in the clauses before.
_SECTOR = regex.compile(
    r"(?:战略性新兴产业|[^，,。；;：:、和与及的“”\s\d（）()]{0,10}?(?:产业|制造业|服务业|工业|农业|林业|牧业|渔业|畜牧业|旅游业|建筑业|物流业|金融业|商业|加工业|经济))(?!化|园|链|集群|带|区|体|基地|结构|发展方式|社会|增长|效益|运行|布局|升级|转型|强|大)"
)
_TRADES = frozenset(("工业", "农业", "商业", "林业", "渔业", "牧业"))
_LEADS = regex.compile(
    r"(?:加快|大力|积极|着力|全力|重点|持续|不断|进一步|继续|努力)*(?:推进|推动|发展|做大做强|做强做大|做大|做强|做优|培育壮大|培育|壮大|促进|振兴|提升|打造|加强|突出|支持|抓好|抓|以|是|对|使|让|将|把)*"
)


@cache
def _heads() -> tuple[str, ...]:
    return tuple(sorted(tables.lines("value_heads.txt"), key=lambda s: (-len(s), s)))


@cache
def _parts() -> dict[str, str]:
    return {r["word"]: r["kind"] for r in tables.rows("part_words.tsv")}


@cache
def _sectors() -> tuple[str, ...]:
    return tuple(sorted((w for w, k in _parts().items() if k == "sector"), key=lambda s: (-len(s), s)))


def bare(subject: str) -> str:
    """The subject without the verb that closes it (…新增)."""
    return _ADDED.sub("", subject) or subject


def joined(subject: str, phrase: str) -> str:
    """The name of ``phrase``, a noun that leans on ``subject``: another value of the same thing, or a part of it."""
    if phrase in _PER:
        whole = _RATE.sub("", subject) or subject
        return whole if whole.startswith(phrase) else phrase + whole
    base = bare(subject)
    if phrase.startswith("占"):
        base = regex.sub(r"(?:年均)?(?:增速|增幅|增长)\Z", "", base) or base
    if phrase.endswith("投资") and (did := leading_verb(base)) and len(base) > len(did) + 3:
        base = base[len(did) :].lstrip("了")
    if phrase.endswith(_heads()):
        head = next((h for h in _heads() if base.endswith(h)), "")
        rest = _DONE.sub("", base[: len(base) - len(head)]) if head else base
        if head and len(rest) >= 2:
            return rest + phrase
    return base + phrase


def part_of(subject: str, phrase: str) -> str | None:
    """The full name of a place or sector word that stands alone after ``subject``; None where it is no such word."""
    kind = _parts().get(phrase)
    if kind is None or not subject:
        return None
    if kind == "sector":
        word = next((w for w in _sectors() if subject.startswith(w)), "")
        if word and len(subject) > len(word):
            return phrase + subject[len(word) :]
        at = next((subject.find(w) for w in _sectors() if w in subject), -1)
        if at > 0:
            word = next(w for w in _sectors() if subject.startswith(w, at))
            return subject[:at] + phrase + subject[at + len(word) :]
        return None
    if phrase in ("农民", "农牧民") and not subject.startswith(("城", "居民", "农", "全体")):
        return None
    m = _PLACED.match(subject)
    rest = subject[m.end() :] if m else subject
    if not rest:
        return None
    if _RESIDENTS.search(phrase) or phrase in ("农民", "农牧民"):
        rest = regex.sub(r"^(?:常住)?居民", "", rest)
    return phrase + rest


def object_of(verb: str, unit: str | None, before: str, unit_before: str | None) -> str | None:
    """“改造提升20万亩” after “新建高标准农田12万亩”: the verb done to the thing counted before, in the same unit."""
    if resolve(verb) or (verb not in actions() and not verb.startswith("基本")):
        return None
    if not unit or not unit_before or not _plain(unit) or _plain(unit) != _plain(unit_before):
        return None
    for n in range(min(6, len(before) - 2), 1, -1):
        if before[-n:] in actions():
            return before[:-n] + verb
    did = leading_verb(before)
    thing = before[len(did) :].lstrip("了的")
    return verb + thing if did and len(thing) >= 2 else None


def is_product(core: str, before: Draft) -> bool:
    """“棉纱产量28万吨；纸52万吨”: a product alone, after another of which the output was told."""
    told = before.name.endswith("产量") and before.kind in ("level", "change")
    return (
        told
        and 1 <= len(core) <= 6
        and not leading_verb(core)
        and not core.endswith(_heads())
        and not resolve(core)
    )


def added_part(run: Run, phrase: str, drafts: list[Draft]) -> str:
    """“新增装机4亿千瓦，其中水电9千万千瓦、核电4百万千瓦”: parts of what was added were added too; empty where it is none."""
    whole = next((d for d in reversed(drafts) if not d.part), None)
    part = run.part or (not run.fresh and drafts[-1].part)
    if whole is None or not part or len(phrase) > 6 or leading_verb(phrase) or "占" in phrase:
        return ""
    did = next((w for w in ("新增", "净增") if whole.name.startswith(w)), "")
    same = (whole.unit or "").lstrip("十百千万亿") == (run.group[0].unit or "").lstrip("十百千万亿")
    if not did or not same or run.group[0].sort == "percent":
        return ""
    run.part = True
    alone = did + phrase
    return alone if resolve(alone) else alone + whole.name.removeprefix(did).removeprefix(phrase[-2:])


def _plain(unit: str) -> str:
    return unit.lstrip("十百千万亿多余")


def sector_before(text: str) -> str:
    """The trade that the clauses in ``text`` speak of last (第三产业, 民营经济), empty where there is none."""
    found = ""
    for m in _SECTOR.finditer(text):
        word = m[0]
        lead = _LEADS.match(word)
        word = word[lead.end() :] if lead else word
        did = leading_verb(word)
        word = word[len(did) :] if did else word
        if 3 <= len(word) <= 12 or word in _TRADES:
            found = word
    return found


def indicator_before(clause: str) -> str:
    """The longest indicator that opens ``clause`` (规模以上工业增加值增速由负转正), empty where none does."""
    for n in range(min(20, len(clause)), 3, -1):
        if clause[n : n + 1] not in ("、", "和", "与", "及") and resolve(clause[:n]):
            return clause[:n]
    return ""
