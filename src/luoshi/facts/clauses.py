"""The clause reader (分句解读): from quantities to what they are values of.

A sentence is read from left to right. Each run of quantities has the words before it (its clause up to the number)
and after it; what a clause leaves out comes from the clauses before (see subjects).
"""

from __future__ import annotations

import msgspec
import regex

from luoshi.facts import naming, picking, ranks, things
from luoshi.facts.drafts import Draft, Run
from luoshi.facts.quantity import Quantity
from luoshi.facts.subjects import SOFT, Subjects
from luoshi.facts.values import firmness_of, is_stock, kind_of, op_of, rate_of, signed
from luoshi.facts.verbs import subject_of

_HARD = "，,；;：:（(）)。！!？?\n"
_JOINT = regex.compile(r"\s*(?:、|以及|和|与|及|，|,)?\s*\Z")
_LIST_LEAD = regex.compile(r"\s*(?:、|以及|和|与|及|或)\s*")
_FROM_BASE = regex.compile(r"(?r)(?:由|从|自(?![营治来然主产筹有身愿动]))(?P<base>[^，,。；;、]{0,14})\Z")
_FROM_CHARS = frozenset("由从自")
_TO_NEXT = regex.compile(r"[，,]?[^，,。；;]{0,4}?(?:到|至|为|成)")
_STOP_POST = regex.compile(r"[，,；;：:。！!？?\n（(）)]")
_ASIDE = regex.compile(
    r"[（(](?:(?:市|县|区|乡|镇|村|居|社区|农场|街道|州|旗|盟|套|户|草|师|团|、|，|,)+[）)]|\p{Han}{1,4}[）)](?=\p{Han}))"
)
_CUT = regex.compile(r"、|以及|(?<![惠普涉波以顾遍])及(?!时|其|以上)|(?<![缓温柔饱共])和(?!谐|美|平)")
# “居民收入与经济增长同步、粮食产量稳定在…”: what the list mark closes is said and done.
_CLOSED = regex.compile(
    r".*(?:同步|一致|持平|平衡|基本稳定|任务|改善|突破|贯通|通车|投用|投产|完成|开工|启动)、(?=.{2})"
)
# “与2015年相比综合指数下降34%”: what is compared with stands before the subject.
_VERSUS = regex.compile(r"[与同和](?P<base>[^，,。；;、]{2,12}?)(?:相比|比较)(?=.)")
_NEARLY = regex.compile("趋近|接近|大体|约")
_WILL = regex.compile(r"(?:将|已经|已|要|可|拟|也|还|预计|力争|都|均|则|又)+\Z")
_BESIDE = regex.compile(r"(?:乡镇|镇|乡|县|市|区|县市|村|社区|街道|学校|医院|项目|企业|户)")
_LISTED = regex.compile(r"(?:、|和|及|与|以及)\s*\Z")
_SHARES = ("第一产业占比", "第二产业占比", "第三产业占比")
# Words that alone name nothing.
_IDLE = frozenset(
    ("在", "按", "以", "从", "对", "比", "较", "到", "向", "于", "的", "有", "其", "其中", "这", "共有", "约有", "还有", "使", "全国", "国家", "各地", "我国", "转", *"一二三四五六七八九十")
)  # fmt: skip
_BY = regex.compile(r"(?:按|以)[^，,。；;按以]{2,14}(?:计算|折算|统计)\Z")
_OVER_YEARS = regex.compile("[三四五]年(?:内|间|累计)|期间")
_ASPECTS = regex.compile(r"[\d一二三四五六七八九十]+(?:个?方面|大?类|个?领域|大项)的?")
_HELD_NOW = regex.compile("(?:比|较)(?:现有|原有|原来|原)的?\\Z")
_HELD = ("组织", "安排", "掌握", "把握", "考虑")
_NOT_HAVE = ("有效", "有色", "有机", "有线", "有关", "有限")
_STANDS_AT = regex.compile(r".{3,}(?<![存潜所现])在\Z")
_FORESEEN = regex.compile("预计|预估|有望")
_CLAUSE_MARK = regex.compile("[，,；;：:]")
_FAR = 14  # “预期目标是在提高质量和效益的基础上年均增长7%”: the name does not stand next to its value
_LONGEST_LEAD = 30  # a longer stretch of words before a number is no part of the fact's span


class SentenceReader:
    """Reads one sentence; ``read`` gives its drafts in the order of their numbers."""

    def __init__(self, text: str, start: int, end: int, quantities: list[Quantity]) -> None:
        self._text, self._start, self._end = text, start, end
        self._ranks = ranks.places(text, start, quantities)
        self._kept = picking.kept(text, start, end, quantities, self._ranks)
        self._subjects = Subjects(text, start)
        self._last: list[Draft] = []
        self._foreseen = [m.start() for m in _FORESEEN.finditer(text, start, end)]
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        """All values of the sentence."""
        groups = self._groups()
        before = self._start
        for i, group in enumerate(groups):
            limit = groups[i + 1][0].start if i + 1 < len(groups) else self._end
            ranked = group[0].sort == "rank"
            made = self._rank(group, before) if ranked else self._group(group, before, limit)
            if made:
                if i and made[0].rule == "value-first":
                    self._share_thing(made[0], groups[i - 1][-1].end)
                self.drafts.extend(made)
                self._last = made
            before = group[-1].end
        return self.drafts

    def _share_thing(self, made: Draft, before: int) -> None:
        """“6个省级、69个市级中试平台”: the things before that stop short end as the last of the list does."""
        gap = self._text[before : made.at]
        if len(gap) > 24 or not (_LISTED.search(gap) or _BESIDE.fullmatch(gap)):
            return
        for d in reversed(self.drafts[-4:]):
            if d.rule != "value-first":
                return
            d.name = things.like_last(d.name, made.name)

    # -- runs of quantities ----------------------------------------------------------------------------------

    def _groups(self) -> list[list[Quantity]]:
        """Quantities with nothing but a list mark between them belong together; bare numbers take the unit after them."""
        groups: list[list[Quantity]] = []
        for q in self._kept:
            if groups and self._joins(groups[-1][-1], q):
                groups[-1].append(q)
            else:
                groups.append([q])
        out = []
        for group in groups:
            unit, sort = group[-1].unit, group[-1].sort
            for q in reversed(group):
                halved = q.unit == "个" and (unit or "").startswith("个百分点")  # “提高28.7个和5.2个百分点”
                if (
                    q.sort == "bare"
                    or halved
                    or (q.sort == "amount" and unit and unit.startswith(q.unit or " ") and sort == "money")
                ):
                    q.unit, q.sort = unit, sort
                unit, sort = q.unit, q.sort
            kept = [q for q in group if q.sort != "bare"]
            if kept:
                out.append(kept)
        return out

    def _joins(self, a: Quantity, b: Quantity) -> bool:
        gap = self._text[a.end : b.start]
        if len(gap) > 4 or a.sort in ("structure", "zero") or b.sort in ("structure", "zero"):
            return False
        if not _JOINT.match(gap):
            return (
                len(gap) <= 2
                and a.sort == b.sort
                and gap.strip("、和与及 ") in ("约", "近", "超")
                and gap[:1] in "、和与及"
            )
        if "，" in gap or "," in gap:
            return (
                a.sort in ("bare", "percent")
                and b.sort == a.sort
                and "分别" in self._text[self._start : a.start][-40:]
            )
        return (a.sort == "rank") == (b.sort == "rank")

    # -- one run ---------------------------------------------------------------------------------------------

    def _before(self, before: int, first: int) -> tuple[int, bool]:
        """Where the clause of a run begins, and whether it is a new clause (not the next item of a list)."""
        text = self._text
        i = first - 1
        while i >= before:
            if (
                text[i] in ")）"
                and (opened := max(text.rfind("(", before, i), text.rfind("（", before, i))) >= 0
            ):
                i = opened - 1
                continue
            if text[i] in _HARD and (text[i] != "\n" or i < first - 1):
                return i + 1, True
            i -= 1
        if before == self._start:
            return before, True
        lead = _LIST_LEAD.match(text, before, first)
        if lead:
            return lead.end(), False
        if text[first - 1] in "和及与" and _CUT.match(text, first - 1):
            return first, False
        if self._last and self._last[-1].rule == "value-first" and _BESIDE.fullmatch(text, before, first):
            return first, False  # “6个乡镇9个村的美丽乡村建设”
        inner = text.rfind("、", before, first)
        if inner >= 0:
            return inner + 1, False
        return before, False

    def _after(self, end: int, limit: int) -> str:
        """The words that follow a run, up to the next mark or number; a list without numbers goes on to its end."""
        stop = _STOP_POST.search(self._text, end, limit)
        phrase = self._text[end : stop.start() if stop else limit]
        if (
            stop is not None
            and stop[0] in "（("
            and phrase
            and (aside := _ASIDE.match(self._text, stop.start(), limit))
        ):
            stop = _STOP_POST.search(self._text, aside.end(), limit)  # “69个县（市、区）公立医院…”
            phrase += self._text[aside.end() : stop.start() if stop else limit]
        if stop is None and limit < self._end:
            cut = max((m.start() for m in _CUT.finditer(phrase)), default=-1)
            phrase = phrase[:cut] if cut >= 0 else ("" if _LIST_LEAD.match(phrase) else phrase)
        return phrase[:30].strip()

    def _group(self, group: list[Quantity], before: int, limit: int) -> list[Draft]:
        first = group[0]
        at, fresh = self._before(before, first.start)
        t = naming.tail(self._text[at : first.start])
        h = naming.head(t.core)
        core = h.core
        if core.endswith(
            "、"
        ):  # “…实现零的突破、达到3个”: the list mark parts two things said of one subject
            core = core.rstrip("、")
            core = subject_of(core) or core
        skip = at + h.cut
        if core[:1] in "与同和" and (versus := _VERSUS.match(core)):
            core, skip = core[versus.end() :], skip + versus.end()
            if t.compare is None:
                t.compare = versus["base"]
        if "、" in core and (closed := _CLOSED.match(core)):
            core, skip = core[closed.end() :], skip + closed.end()
        run = Run(group, t, h, core, skip, at, self._after(group[-1].end, limit), fresh)
        if core.endswith(("计算", "折算", "统计")) and (by := _BY.search(core)):
            run.core = core = core[: by.start()]
        run.over = first.sort == "money" and _OVER_YEARS.search(self._text, at, first.start) is not None
        self._idle(run)
        leads = _FROM_BASE.search(core) if not _FROM_CHARS.isdisjoint(core) else None
        base = leads if leads and _TO_NEXT.match(self._text, group[-1].end, limit) else None
        if run.base:
            pass
        elif "from" in t.effects:
            run.base, run.time = True, t.time or ("上年" if "lastyear" in t.effects else None)
        elif base is not None:
            before_base = _WILL.sub("", core[: base.start()])
            run.core, run.base, run.time = before_base, True, base["base"]
        return self._structure(run) if first.sort == "structure" else self._values(run)

    @staticmethod
    def _idle(run: Run) -> None:
        """Takes words off the core that name nothing: 在 before a level, 按 before a rate; “比1997年的800亿元” is a base."""
        core, first = run.core, run.group[0]
        if core.endswith(("比", "较")) and run.tail.time and not core.endswith(("占比", "对比", "环比")):
            run.core, run.base, run.time = core[:-1], True, run.tail.time
        elif core.endswith(("有", "来", "原", "的")) and (held := _HELD_NOW.search(core)) is not None:
            run.core, run.base, run.time = core[: held.start()], True, None  # “比现有的86个减少27个”
        elif not core and run.tail.words == ("按",) and run.post.startswith(_HELD):
            run.core, run.post = "", ""  # “增长11%，按13%组织”
        elif (
            core.startswith("有")
            and len(core) > 5
            and first.sort == "count"
            and not core.startswith(_NOT_HAVE)
        ):
            run.core, run.core_at = core[1:], run.core_at + 1
        elif core in _IDLE or (len(core) < 8 and _ASPECTS.fullmatch(core)):
            run.core = ""
        elif core.endswith(("在", "以")) and (
            first.hedged or first.sort in ("percent", "point") or (run.tail.words and _STANDS_AT.search(core))
        ):
            run.core = core[:-1]

    def _structure(self, run: Run) -> list[Draft]:
        """a:b:c of the three sectors; shares of other things (no sum of 100) are left alone."""
        q = run.group[0]
        if abs(sum(q.parts) - 100) > 3:
            return []
        start = run.core_at if run.core and q.start - run.core_at < _LONGEST_LEAD else q.start
        return [
            Draft(start, q.end, q.start, name, "level", "~" if _NEARLY.search(run.core) else "=", part, "%", "structure", stock=True, base=run.base,
                  time=run.time, estimate=self._estimate(q, ""), indicator="三次产业结构")
            for name, part in zip(_SHARES, q.parts, strict=True)
        ]  # fmt: skip

    def _values(self, run: Run) -> list[Draft]:
        names, rule, flags = self._subjects.names(run, self.drafts)
        if not names:
            return []
        group = run.group
        pairs = (
            [(group[0], name) for name in names] if len(group) == 1 else list(zip(group, names, strict=True))
        )
        last = self._last[-1] if self._last else None
        distributed = len(group) > 1 and len(set(names)) > 1
        out: list[Draft] = []
        for i, (q, name) in enumerate(pairs):
            kind, sign = kind_of(run, q, name, last, self._subjects.of_rate, rule)
            op, doubts = op_of(run, q), flags
            if distributed and op == "=" and group[-1].hedged and group[-1].op != "range":
                op = group[-1].op  # a trailing 左右 or 以上 covers the whole list
                doubts = (*flags, "scope_of_左右" if op == "~" else "scope_of_hedge")
            value, high, op = signed(q, sign, op)
            effects = run.tail.effects | run.head.effects
            name = name.removesuffix("的")
            full = name + "年均" if "annual" in effects and "年均" not in name else name
            start, end = self._span(run, q, rule, first=i == 0)
            out.append(
                Draft(
                    start, end, q.start, full, kind, op, value, q.unit, "fan" if q.sort == "fan" else rule, high=high, ref=run.ref or run.share_of,
                    rate=rate_of(kind, effects, full, run.tail.compare), firmness=firmness_of(run, effects), scope=run.head.scope,
                    compare=run.tail.compare, estimate=self._estimate(q, rule), stock=is_stock(run, q, kind, full, rule) or (run.part and kind == "level" and last is not None and last.stock),
                    done="done" in effects and not run.post.startswith("的"),
                    cap=op == "<=" and q.op == "=" and "cap" in effects, base=run.base, time=run.time or run.tail.time, part=run.part or "part" in effects,
                    flags=doubts + q.flags[1:],
                )
            )  # fmt: skip
            if q.op == "range" and run.base and q.flags[:1] in (("至",), ("到",)):
                out[-1:] = _pair(out[-1])
        return out

    def _span(self, run: Run, q: Quantity, rule: str, *, first: bool) -> tuple[int, int]:
        """The shortest stretch that shows the value, with its name where that stands next to it."""
        start, end = q.start, q.end
        if first or rule == "value-first":
            if rule != "carried" and run.core and q.start - run.core_at <= _LONGEST_LEAD:
                start = run.core_at
                if q.start - run.core_at - len(run.core) > _FAR:
                    start = q.start
                    for word in run.tail.words:  # nearest first
                        if self._text.endswith(word, run.at, start):
                            start -= len(word)
            elif run.tail.words and q is run.group[0]:
                start = run.at + len(run.tail.core)
                if q.start - start > _LONGEST_LEAD:
                    start = max(run.at, q.start - sum(map(len, run.tail.words)))
        if rule == "value-first" and q is run.group[-1] and self._text.startswith(run.post, q.end):
            end += min(len(run.post), 20)
        return start, end

    def _estimated(self, q: Quantity) -> bool:
        """A 预计 that opens a clause covers the rest of the sentence; one inside a clause only that clause."""
        for at in self._foreseen:
            if at >= q.start:
                break
            lead = _CLAUSE_MARK.split(self._text[self._start : at])[-1]
            if not naming.head(lead).core or not SOFT.search(self._text, at, q.start):
                return True
        return False

    def _estimate(self, q: Quantity, rule: str) -> bool:
        """Whether a value is an estimate; one that leans on an estimated value is one, too (“预计完成39亿元，增长15%”)."""
        leans = rule in ("carried", "each-carried", "share") and bool(self._last) and self._last[-1].estimate
        return leans or (bool(self._foreseen) and self._estimated(q))

    # -- ranks -----------------------------------------------------------------------------------------------

    def _rank(self, group: list[Quantity], before: int) -> list[Draft]:
        q = group[0]
        subject_end, ref, base = self._ranks[q.start]
        at, _ = self._before(before, q.start)
        t = naming.tail(self._text[at : max(at, subject_end)])
        h = naming.head(t.core)
        core, kept = (h.core, t.kept) if h.core else (t.kept, "")
        start = at + h.cut if core else subject_end
        if q.start - start > _LONGEST_LEAD:
            start = subject_end
        to_all = not t.effects.isdisjoint(("all", "each")) or self._text[subject_end] in "均都双"
        listed = self._text[max(at, q.start - len(ref or "")) : q.end]
        told = self._last
        if to_all and not core and len(told) == 1 and len(self.drafts) > 1:
            two = self.drafts[-2:]  # “动画达2.7万分钟，8部入选，均居首位”
            told = two if all(d.kind == "level" for d in two) and two[0].name != two[1].name else told
        names = ranks.names(q, core, kept, listed, self._subjects, told, to_all=to_all)
        if len(group) > 1 and len(names) == len(group):
            pairs = list(zip(group, names, strict=True))
        else:
            pairs = [(r, name) for r in group for name in names]
        return [
            Draft(start if r is q else r.start, r.end, r.start, name, "rank", "<=" if r.op == "<=" else "=", r.value,
                  None, "rank", ref=ref, estimate=self._estimate(r, "" if core else "carried"), time=t.time, base=base)
            for r, name in pairs
        ]  # fmt: skip


def _pair(d: Draft) -> list[Draft]:
    """“从5%到8%” is a from-to pair, not a range."""
    return [
        msgspec.structs.replace(d, op="=", high=None, base=True, rule="from-to"),
        msgspec.structs.replace(d, op="=", value=d.high, high=None, base=False, time=None, rule="from-to"),
    ]
