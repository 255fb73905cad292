"""Stages of a project (项目阶段): the words that say how far it is, before it, after it, or classing a count of such.

The order of the stages is that of CONTRACT; where two words speak of one project the later stage holds, and a word of
going on (推进, 加快) holds only where no other speaks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from luoshi.lexicon import tables

ORDER = ("谋划", "储备", "洽谈", "签约", "落地", "前期", "开工", "在建", "续建", "竣工", "投产", "达产")
# What is planned is begun, what is looked back on is done: 新建X is 开工 in a plan and 竣工 in a review.
_BUILT = frozenset(("新建", "改建", "扩建", "迁建", "改扩建", "新改建", "新改扩建", "新建改建"))
_TIME = (
    r"(?:\d{4}年|[今明当本]年|年)?(?:\d{1,2}月(?:\d{1,2}日)?份?|[上下]半年|[一二三四1-4]季度|国庆节?|元旦|春节)"
    r"(?:底|末|初|中旬|下旬|上旬|中)?(?:之?前|内|后)?|年(?:底|末)(?:之?前)?|\d{4}年(?:底|末|初)?(?:之?前|内)?"
)
# What makes a stage word part of a name or of other talk: 运营中心, 建设工程, 落地机制.
_NOT_SAID = (
    r"(?:项目|工程|中心|平台|基地|[厂站馆园区院率费期]|系统|体系|能力|水平|条件|机制|办法|方案|资金|企业|服务|管理|单位|公司|模式"
    r"|规划|计划|试点|标准|示范|行动|主体|指南|清单|的)"
)
_GOES_ON = (
    r"(?=并|[、和](?=投产|达产|开工|竣工|建成|通车|建设|运营|达效|投用|并网|见效)|进度|步伐|力度|任务|工作|手续|阶段|条件|顺利|扎实|有序|加快|加速|提速|取得|全面|进展|进入|启动|筹|等"
    r"|基本|如期|建设|推进|实施|深入|稳步|成效|迈|\Z|[，,；;。：:])"
)


class StageWord(NamedTuple):
    """A word and the stage it stands for; ``weak`` words only hold where no other word speaks."""

    stage: str
    weak: bool


class Lead(NamedTuple):
    """The verbs before a list of projects: where the list begins, the last verb as printed, and its words."""

    end: int
    verb: str
    words: tuple[StageWord, ...]


class Said(NamedTuple):
    """What a clause says of the projects named in it: where that begins, as printed, its stage words, its length."""

    start: int
    verb: str
    words: tuple[StageWord, ...]
    left: int


class _Grammar(NamedTuple):
    """``begins``: what a lead may begin with; ``lead`` is one word of it, ``opener`` what begins a predicate."""

    begins: frozenset[str]
    lead: re.Pattern[str]
    governs: dict[str, StageWord]
    opener: re.Pattern[str]
    said: re.Pattern[str]
    says: dict[str, StageWord]
    classes: dict[str, str]
    classed: re.Pattern[str]


def _any(words: list[str], bars: dict[str, str] | None = None) -> str:
    """One of the words, longest first, grouped by their first character; ``bars``: what may not follow a word."""
    groups: dict[str, list[str]] = {}
    for w in sorted(words, key=lambda w: (-len(w), w)):
        groups.setdefault(w[0], []).append(w[1:] + (bars or {}).get(w, ""))
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())


@cache
def _grammar() -> _Grammar:
    rows = tables.rows("stage_words.tsv")
    bars = {r["word"]: f"(?!{r['not_before']})" if r["not_before"] else "" for r in rows}
    word = {(r["word"], u): StageWord(r["stage"], bool(r["weak"])) for r in rows for u in r["use"]}
    adverbs = list(tables.lines("stage_adverbs.txt"))
    plain = [a.lstrip("~") for a in adverbs]
    openers = [a for a in adverbs if not a.startswith("~")]
    governs = [r["word"] for r in rows if "g" in r["use"]]
    says = [r["word"] for r in rows if "p" in r["use"] or "i" in r["use"]]
    free = _any([r["word"] for r in rows if "p" in r["use"] and not r["end"]], bars)
    bound = _any([r["word"] for r in rows if "p" in r["use"] and r["end"]], bars)
    verbs = _any(governs, bars)
    lead = re.compile(
        rf"(?P<v>{verbs})(?:了|好)?|{_any(plain)}|{_TIME}|以及|[、，并]|了|[一二三四五六七八九十](?:是|要)要?|[①-⑳]|\s"
    )
    first = "".join(sorted({w[0] for w in (*says, *openers)}))
    opener = re.compile(
        rf"(?=[{first}\d年今明当本上下一二三四国元春于])(?:(?:{free})(?!{_NOT_SAID})|(?:{_any(openers)})(?!农田|公共)|{_TIME}(?=.)|于(?=[去今上当]年|\d)"
        rf"|(?:{bound})(?!{_NOT_SAID}){_GOES_ON})"
    )
    said = re.compile(rf"(?:{_any(says, bars)})(?!{_NOT_SAID.replace('|的', '')})")
    classes = {r["word"]: r["stage"] for r in rows if "c" in r["use"]}
    begins = frozenset("".join(w[0] for w in (*governs, *plain))) | frozenset(
        "0123456789一二三四五六七八九十今明当本年上下国元春、，并以了 ①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    )
    return _Grammar(
        begins, lead, {w: word[w, "g"] for w in governs}, opener, said, {w: word.get((w, "p")) or word[w, "i"] for w in says}, classes,
        re.compile(_any(list(classes))),
    )  # fmt: skip


def may_lead(text: str) -> bool:
    """Whether ``text`` begins as verbs, their adverbs or times do: a cheap question before :func:`lead`."""
    return text[:1] in _grammar().begins


def lead(clause: str) -> Lead:
    """The adverbs and verbs that a clause opens with (“力争加快推进”)."""
    g = _grammar()
    if clause[:1] not in g.begins:
        return Lead(0, "", ())
    at, found = 0, []
    while (clause[at : at + 1] in g.begins or clause[at : at + 1].isspace()) and (
        m := g.lead.match(clause, at)
    ):
        at = m.end()
        if m["v"]:
            found.append(m["v"])
    return Lead(at, found[-1] if found else "", tuple(g.governs[v] for v in found))


def said(clause: str, start: int) -> Said | None:
    """What is said from the first word on that cannot be part of a name; ``clause`` has its quotes masked."""
    g = _grammar()
    m = g.opener.search(clause, start)
    if m is None:
        return None
    words = [w[0] for w in g.said.finditer(clause, m.start())]
    strong = [w for w in words if not g.says[w].weak]
    verb = max(strong, key=lambda w: ORDER.index(g.says[w].stage)) if strong else (words or [m[0]])[-1]
    return Said(m.start(), verb, tuple(g.says[w] for w in words), len(clause) - m.start())


def classed(label: str) -> str | None:
    """The stage that a count's words give (“25个续建项目”), None where they give none."""
    g = _grammar()
    m = g.classed.search(label)
    return g.classes[m[0]] if m else None


def only_going_on(governing: Lead, saying: Said | None) -> bool:
    """Whether nothing but words of going on (推进, 加快) speak of a clause's projects."""
    return all(w.weak for w in governing.words) and (saying is None or all(w.weak for w in saying.words))


def settle(governing: Lead, saying: Said | None, label: str | None, past: bool) -> tuple[str | None, str]:
    """The stage of a clause's projects and the word it was read from (as printed).

    ``label`` is the stage of the class they are counted in; ``past``: the clause looks back.
    """
    words = saying.words if saying else ()
    strong = [w.stage for w in words if not w.weak]
    if strong:
        assert saying is not None
        return max(strong, key=ORDER.index), saying.verb
    governed = [w.stage for w in governing.words if not w.weak]
    if "谋划" in governed:
        return "谋划", governing.verb
    if governed:
        stage = max(governed, key=ORDER.index)
        if past and governing.verb in _BUILT:
            stage = "竣工"
        return stage, governing.verb
    if label:
        return label, governing.verb or (saying.verb if saying else "")
    weak = [*words, *governing.words]
    if not weak:
        return None, governing.verb
    if any(w.stage == "谋划" for w in governing.words):
        return "谋划", governing.verb
    if saying and saying.words:
        return saying.words[-1].stage, governing.verb or saying.verb
    return governing.words[-1].stage, governing.verb
