"""The clause reader (分句解读): from quantities to what they are values of.

A sentence is read from left to right. Each run of quantities has the words before it (its clause up to the number)
and after it; what a clause leaves out is carried over from the clause before (承前省略): the subject, the list of
subjects of a 分别, the verb of a list of things done.
"""

from __future__ import annotations

from functools import cache

import msgspec
import regex

from luoshi.facts import lists, naming
from luoshi.facts.indicators import resolve
from luoshi.facts.quantities import Quantity
from luoshi.facts.screening import is_value, rank_place
from luoshi.facts.shapes import Firmness, Kind, Op, Rate
from luoshi.lexicon import tables

_HARD = "，,；;：:（(）)。！!？?\n"
_SOFT = regex.compile("[，,；;]")
_RATE_WORD = regex.compile("增速|增幅|增长")
_JOINT = regex.compile(r"\s*(?:、|以及|和|与|及|，|,)?\s*\Z")
_LIST_LEAD = regex.compile(r"\s*(?:、|以及|和|与|及|或)\s*")
_ABOVE = regex.compile(
    r"(?r)(?P<word>高于|快于|高出|超出|超过|领先于|领先|优于|好于|低于|慢于|大于)(?P<ref>[^，,。；;]{2,20}?)\Z"
)
_ABOVE_CHARS = frozenset("于出过先")
_REFERENCE = regex.compile(
    r"平均|水平|全省|全市|全国|全县|全区|全州|增速|增幅|经济|生产总值|GDP|目标|任务|预期|计划|同期|考核|省定|市定|周边|同类|支出|收入"
)
_TIMES_BASE = regex.compile(r"(?r)(?:是|为|达到|达|相当于)(?P<ref>[^，,。；;]{1,16}?)的?\Z")
_TIME_REF = regex.compile(rf"{naming.TIME}|同期|上年|往年|历史|上届|改革前")
_RATE_POST = regex.compile(r"的?(?:年均)?(?:增长|增速|增幅|速度|正增长|高速增长|中高速增长|较快增长)")
_VERB_POST = regex.compile(r"(?:的)?(?:以上|用于|支持|，|。)")
_FROM_BASE = regex.compile(r"(?r)(?:由|从|自)(?P<base>[^，,。；;、]{0,14})\Z")
_TO_NEXT = regex.compile(r"[^，,。；;]{0,4}?(?:到|至|为|成)")
_STOP_POST = regex.compile(r"[，,；;：:。！!？?\n（(）)]")
_ADDED = regex.compile(r"(?:新增|净增|增加|总量|新增加)\Z")
_CARRIED_ON = r"(?!改造|打造|建设|完成|整治|治理|扩容|升级)"
_DOWN_HEAD = regex.compile(r"(?:减少|压减|降低|压缩|削减|缩减|下降|缩短|减轻)" + _CARRIED_ON)
_UP_HEAD = regex.compile(r"(?:增加|提高|提升)" + _CARRIED_ON)
# Where what is said of a subject begins, when a clause without a number names it (“地区生产总值再创新高,达到…”).
_SAID = regex.compile(
    r"(?<![人平年户亩])均|都|分别|双双|全面|持续|稳步|保持|实现|高于|快于|超过|达到|位居|继续|再创|创历史|再上|迈上|突破|增长|提高|提升|下降|稳中|明显|显著|大幅|历史性"
    r"|喜获|再获|获得|夺取|顺利|全部|有序|加快|集中|成功|开工|建成|竣工|完成|投产|推进|落地|挂牌|接入|开展|呈现|平稳|双增|跃居|首次|不断|进一步|圆满"
)
_STAIRS = regex.compile(r"(?:元)?(?:[一二三两四五]?[道个级座])?(?:大关|台阶|关口|门槛|关)")
_SHARE_OF = regex.compile(r"(?r)(?:达到?|相当于|恢复到|占到|占|是|为)(?P<ref>(?!到)[^，,。；;]{2,16})的\Z")
_ENUMERATED = regex.compile(
    r"[^，,。；;：:]*?等(?:一批|一大批)?(?:\d+(?:余|多)?[个项家条座处]|(?:重大|重点)?[^，,。；;、]{0,4}(?:项目|工程))"
)
_SIZE_HEADS = ("投资", "总投资", "投入", "总投入", "资金", "筹资", "总额", "投资额")
_STOCK_TAIL = regex.compile(
    r"(?:率|占比|比重|比例|余额|总量|总数|总里程|总人数|浓度|标准|拥有量|保有量|面积|装机|规模|总量达|能力|指数|密度|床位数|人口)\Z"
)


class Draft(msgspec.Struct):
    """A measure before period, status, section and indicator are known. ``at`` is where its number stands.

    ``stock``: a state reached (share, balance), not something done in the period. ``base``: the first half of a
    from-to pair, whose own time words are in ``time``.
    """

    start: int
    end: int
    at: int
    name: str
    kind: Kind
    op: Op
    value: float | None
    unit: str | None
    rule: str
    high: float | None = None
    ref: str | None = None
    rate: Rate | None = None
    firmness: Firmness = "plain"
    scope: str | None = None
    compare: str | None = None
    estimate: bool = False
    stock: bool = False
    base: bool = False
    time: str | None = None
    part: bool = False
    flags: tuple[str, ...] = ()
    indicator: str | None = None


@cache
def _actions() -> frozenset[str]:
    return frozenset(tables.lines("actions.txt"))


@cache
def _elliptic() -> frozenset[str]:
    return frozenset(tables.lines("elliptic_heads.txt"))


@cache
def _action_lengths() -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for verb in _actions():
        if len(verb) > 1:
            found.setdefault(verb[0], set()).add(len(verb))
    return {c: tuple(sorted(sizes, reverse=True)) for c, sizes in found.items()}


def leading_verb(name: str) -> str:
    """The verb of work that opens ``name``, empty where none does."""
    for n in _action_lengths().get(name[:1], ()):
        if name[:n] in _actions():
            return name[:n]
    return ""


def ends_with_verb(phrase: str) -> bool:
    """Whether a verb of work stands at the end, so that the thing it is done to must follow the number."""
    if phrase in _actions():
        return True
    return any(phrase[-n:] in _actions() for n in range(min(6, len(phrase)), 1, -1))


def _subject_of(clause: str) -> str:
    """What a clause speaks of: its words before the predicate; empty where it opens with a verb."""
    said = _SAID.search(clause)
    subject = clause[: said.start()] if said else ""
    return subject if 2 <= len(subject) <= 24 and not leading_verb(subject) else ""


def _joint_indicators(phrase: str) -> list[str] | None:
    """“城镇调查失业率和登记失业率”: several indicators that share one value."""
    if not any(mark in phrase for mark in ("、", "和", "与", "及")) or resolve(phrase):
        return None
    parts = lists.parts_of(phrase)
    return parts if len(parts) > 1 and all(resolve(p) for p in parts) else None


class SentenceReader:
    """Reads one sentence; ``read`` gives its drafts in the order of their numbers."""

    def __init__(self, text: str, start: int, end: int, quantities: list[Quantity]) -> None:
        self._text, self._start, self._end = text, start, end
        self._ranks = {
            q.start: place
            for q in quantities
            if q.sort == "rank" and (place := rank_place(text, start, q)) is not None
        }
        groups = [(place[0], at) for at, place in self._ranks.items()]
        self._kept = [
            q
            for q in quantities
            if (
                q.start in self._ranks
                if q.sort == "rank"
                else is_value(text, start, end, q) and not self._named(q) and not self._filters(q, quantities)
            )
            and not any(a <= q.start < b for a, b in groups)
        ]
        self._subject = ""
        self._subjects: list[str] = []
        self._current = ""
        self._verb = ""
        self._last: list[Draft] = []
        self._looked_back_rate = False
        self._estimate_from = text.find("预计", start, end)
        self._firm: Firmness = "plain"
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        groups = self._groups()
        before = self._start
        for i, group in enumerate(groups):
            limit = groups[i + 1][0].start if i + 1 < len(groups) else self._end
            made = (
                self._rank(group[0], before) if group[0].sort == "rank" else self._group(group, before, limit)
            )
            if made:
                self.drafts.extend(made)
                self._last = made
            before = group[-1].end
        return self.drafts

    def _named(self, q: Quantity) -> bool:
        """A size inside one of the names of “A、B、C等10个项目”."""
        if q.sort == "money" or q.hedged:
            return False
        lead = self._text[max(self._start, q.start - 1) : q.start]
        found = _ENUMERATED.match(self._text, q.end, self._end)
        return found is not None and "、" in found[0] and (q.sort == "amount" or lead not in "，,。；;：:")

    def _filters(self, q: Quantity, quantities: list[Quantity]) -> bool:
        """A size that only says which things are counted: 超百亿元 in “营业收入超百亿元的开发区达到13家”."""
        if q.sort not in ("money", "amount", "person") or not self._text.startswith("的", q.end):
            return False
        if self._text[max(self._start, q.start - 3) : q.start].endswith(("投资", "投资额", "资金")):
            return False
        stop = _SOFT.search(self._text, q.end, self._end)
        limit = stop.start() if stop else self._end
        return any(q.end < other.start < limit and other.sort != "rank" for other in quantities)

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
                if q.sort == "bare" or (
                    q.sort == "amount" and unit and unit.startswith(q.unit or " ") and sort == "money"
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
            if text[i] in _HARD:
                return i + 1, True
            i -= 1
        if before == self._start:
            return before, True
        lead = _LIST_LEAD.match(text, before, first)
        if lead:
            return lead.end(), False
        if text[first - 1] in "和及与":
            return first, False
        inner = text.rfind("、", before, first)
        if inner >= 0:
            return inner + 1, False
        return before, False

    def _after(self, end: int, limit: int) -> str:
        """The words that follow a run, up to the next mark or number; a list without numbers goes on to its end."""
        stop = _STOP_POST.search(self._text, end, limit)
        phrase = self._text[end : stop.start() if stop else limit]
        if stop is None and limit < self._end:
            cut = max(phrase.rfind("、"), phrase.rfind("和"), phrase.rfind("及"))
            phrase = phrase[:cut] if cut >= 0 else ("" if _LIST_LEAD.match(phrase) else phrase)
        return phrase[:30].strip()

    def _group(self, group: list[Quantity], before: int, limit: int) -> list[Draft]:
        first = group[0]
        at, fresh = self._before(before, first.start)
        pre = self._text[at : first.start]
        t = naming.tail(pre)
        h = naming.head(t.core)
        post = self._after(group[-1].end, limit)
        core = h.core
        if core.endswith(
            "、"
        ):  # “…实现零的突破、达到3个”: the list mark parts two things said of one subject
            core = core.rstrip("、")
            core = _subject_of(core) or core
        core_at = at + h.cut
        base = _FROM_BASE.search(core) if _TO_NEXT.match(self._text, group[-1].end, limit) else None
        c = _Clause(group, t, h, core, core_at, at, post, fresh)
        if base is not None and "from" not in t.effects:
            c.core, c.base, c.time = core[: base.start()], True, base["base"]
        elif "from" in t.effects:
            c.base, c.time = True, t.time or ("上年" if "lastyear" in t.effects else None)
        if first.sort == "structure":
            return self._structure(c)
        return self._values(c)

    def _structure(self, c: _Clause) -> list[Draft]:
        q = c.group[0]
        if abs(sum(q.parts) - 100) > 3:
            return []
        start = c.core_at if c.core and q.start - c.core_at < 24 else q.start
        return [
            Draft(start, q.end, q.start, name, "level", "=", part, "%", "structure", stock=True, base=c.base,
                  time=c.time, estimate=self._estimated(q), indicator="三次产业结构")
            for name, part in zip(("第一产业占比", "第二产业占比", "第三产业占比"), q.parts, strict=True)
        ]  # fmt: skip

    def _values(self, c: _Clause) -> list[Draft]:
        names, rule, flags = self._names(c)
        if not names:
            return []
        out: list[Draft] = []
        n = len(c.group)
        spread = len(names) > 1 and n == 1
        pairs = [(c.group[0], name) for name in names] if spread else list(zip(c.group, names, strict=True))
        trailing = c.group[-1]
        for i, (q, name) in enumerate(pairs):
            kind, sign = self._kind(c, q, name)
            op = self._op(c, q)
            if (
                n > 1
                and op == "="
                and trailing.hedged
                and trailing.op in ("~", ">=", "<=")
                and len(set(names)) > 1
            ):
                op = trailing.op
                flags_here = (*flags, "scope_of_左右" if op == "~" else "scope_of_hedge")
            else:
                flags_here = flags
            out.append(self._draft(c, q, name, kind, sign, op, rule, flags_here, first=i == 0))
            if q.op == "range" and c.base and q.flags and q.flags[0] in ("至", "到"):
                out[-1:] = self._split_range(out[-1], q)
        return out

    def _split_range(self, d: Draft, q: Quantity) -> list[Draft]:
        """“从5%到8%” is a pair, not a range."""
        a = msgspec.structs.replace(d, op="=", high=None, base=True, rule="from-to")
        b = msgspec.structs.replace(d, op="=", value=d.high, high=None, base=False, time=None, rule="from-to")
        return [a, b]

    # -- names -----------------------------------------------------------------------------------------------

    def _names(self, c: _Clause) -> tuple[list[str], str, tuple[str, ...]]:
        """The name of each value of the run, the rule that found them and what is doubtful."""
        n = len(c.group)
        t, core = c.tail, c.core
        each = "each" in t.effects or "all" in t.effects
        phrase = core + t.kept
        above = _ABOVE.search(core) if _ABOVE_CHARS & set(core) else None
        if above is not None and (c.group[0].sort == "point" or _REFERENCE.search(above["ref"])):
            c.ref, c.ref_low = above["ref"], above["word"] in ("低于", "慢于")
            core = phrase = core[: above.start()].rstrip()
            core = naming.tail(core).core if core else core
        elif t.compare is not None and {"up", "down"} & t.effects and not _TIME_REF.match(t.compare):
            if _REFERENCE.search(t.compare) and set(t.words) & {"高", "快", "多", "低", "高出"}:
                c.ref, c.ref_low = t.compare, "低" in t.words
        if c.group[0].sort == "times" and not ({"up", "down"} & t.effects):
            times = _TIMES_BASE.search(self._text[c.at : c.group[0].start])
            if times is not None:
                c.ref = times["ref"]
                t = c.tail = naming.tail(self._text[c.at : c.at + times.start()])
                core = c.core = naming.head(t.core).core
                phrase = core + t.kept
                c.core_at = c.at + len(t.core) - len(core)
        elif (
            c.group[0].sort == "percent"
            and (share := _SHARE_OF.search(core))
            and _REFERENCE.search(share["ref"])
        ):
            c.share_of = share["ref"]
            core = phrase = core[: share.start()]
            c.core = core
        if not core:
            return self._carried(c)
        found = self._thing_after(c, core)
        if found:
            self._remember(c, found)
            return [found] * n, "value-first", ()
        full, inherited = self._completed(c, phrase)
        flags = ("inherited_subject",) if inherited else ()
        if ((n > 1 or each) and not c.base) or (c.base and n > 1):
            if not inherited and len(self._subjects) == n and core in _elliptic() and n > 1:
                names = [s + core for s in self._subjects]
                return names, "each-carried", ("distributed", "inherited_subject")
            names = lists.split(full, n) if n > 1 else (lists.parts_of(full) if each else [full])
            if n == 1 and each and len(names or ()) == 1:
                names = lists.pair(full) or [full]
            if names and len(names) > 1:
                self._subjects, self._subject, self._current = names, full, full
                self._verb = ""
                return names, "each", ("distributed",)
        elif n == 1 and not inherited and (joint := _joint_indicators(full)):
            self._subjects, self._subject, self._current, self._verb = joint, full, full, ""
            return joint, "joint", ("distributed",)
        self._remember(c, full)
        return [full] * n, "subject", flags

    def _carried(self, c: _Clause) -> tuple[list[str], str, tuple[str, ...]]:
        """A clause with no subject of its own: the thing after the number, or the subject carried over."""
        n = len(c.group)
        t = c.tail
        did = next((w for w in t.words if w in _actions()), "")
        moves = {"up", "down", "fan"} & t.effects
        if c.post and not moves and not _RATE_POST.match(c.post):
            to = "to" in t.effects and "did" not in t.effects
            if not (to and self._subject):
                thing = self._noun_after(c)
                if thing:
                    verb = did or (self._verb if not c.fresh else "")
                    self._verb = verb
                    name = verb + thing + t.kept
                    self._current = self._subject = _subject_of(name) or name
                    self._subjects = []
                    return [name] * n, "value-first", ()
        if not self._subject:
            self._look_back(c)
        if not self._subject:
            return [], "", ()
        if n > 1 and "each" in t.effects and len(self._subjects) != n:
            self._subjects = self._recent(n)
        if n > 1 and len(self._subjects) == n:
            return [s + t.kept for s in self._subjects], "each-carried", ("distributed", "inherited_subject")
        if n == 1 and len(self._subjects) > 1 and ("all" in t.effects or "each" in t.effects):
            return [s + t.kept for s in self._subjects], "each-carried", ("distributed", "inherited_subject")
        current = self._current or self._subject
        base = _ADDED.sub("", current) or current
        return [base + t.kept] * n, "carried", ("inherited_subject",)

    def _recent(self, n: int) -> list[str]:
        """The last ``n`` things of this sentence that have a level of their own: what a bare 分别 speaks of."""
        names = list(dict.fromkeys(d.name for d in self.drafts if d.kind == "level" and not d.base))[-n:]
        return names if len(names) == n else []

    def _thing_after(self, c: _Clause, core: str) -> str:
        """“完成24个入河排污口整治”, “分两批集中开工1547个重大项目”: the verb stands before, the thing after."""
        q, t = c.group[0], c.tail
        if (
            not c.post
            or c.base
            or {"up", "down", "fan"} & t.effects
            or q.sort in ("point", "times", "ratio", "zero")
        ):
            return ""
        if "to" in t.effects and "did" not in t.effects:
            return ""
        verb = ends_with_verb(core)
        if core.endswith(_SIZE_HEADS) and q.sort == "money" and c.post.startswith("的"):
            size = next(s for s in sorted(_SIZE_HEADS, key=len, reverse=True) if core.endswith(s))
            thing = self._noun_after(c)
            c.core_at += len(core) - len(size)
            return thing + size if thing else ""
        if not verb and q.sort not in ("count", "event", "person"):
            if core.endswith(_SIZE_HEADS) and q.sort == "money":
                thing = self._noun_after(c)
                return thing + core if thing and len(core) <= 8 else ""
            if not (core.endswith("等") or q.sort == "percent"):
                return ""
        if core.endswith(_SIZE_HEADS) and q.sort == "money":
            thing = self._noun_after(c)
            return thing + core if thing and len(core) <= 8 else ""
        if not verb and leading_verb(c.post) and not core.endswith("等"):
            return ""
        thing = self._noun_after(c)
        if not thing or (not verb and not core.endswith("等") and _RATE_POST.match(thing)):
            return ""
        if core.endswith("等") or (not verb and "、" in core):
            return leading_verb(core) + thing
        did = next((w for w in reversed(t.words) if w in _actions()), "")
        return core + did + thing

    def _noun_after(self, c: _Clause) -> str:
        post = c.post.lstrip("的")
        for lead in ("实施了", "实施", "建设了", "对"):
            if c.group[0].sort == "money" and post.startswith(lead):
                post = post[len(lead) :]
                break
        if not post or post[0] in "、和与及或以左右等）)”’" or _RATE_POST.match(post) or _STAIRS.match(post):
            return ""
        return post

    def _completed(self, c: _Clause, phrase: str) -> tuple[str, bool]:
        """The phrase with what it leans on: 营业收入 after 规上工业企业, 占…的比重, 农产品品牌2个 after 打造."""
        core = c.core
        if (phrase in _elliptic() or phrase.startswith("占")) and not self._subject and not resolve(phrase):
            self._look_back(c)
        base = self._subject
        if (
            base
            and (phrase in _elliptic() or core in _elliptic() or phrase.startswith("占"))
            and not resolve(phrase)
        ):
            return (_ADDED.sub("", base) or base) + phrase, True
        if c.head.effects & {"part"}:
            c.part = True
        if (
            not c.fresh
            and self._verb
            and not leading_verb(phrase)
            and c.group[0].sort in ("count", "event", "person", "amount", "money")
        ):
            if not ({"up", "down"} & c.tail.effects) and "to" not in c.tail.effects and not resolve(phrase):
                return self._verb + phrase, True
            carried = self._verb + phrase
            if resolve(carried) and not ({"up", "down", "to"} & c.tail.effects):
                return carried, True
        return phrase, False

    def _look_back(self, c: _Clause) -> None:
        """The subject of the clauses before, where they hold no number (“居民收入增速均高于…,分别提高1836元和1027元”)."""
        for clause in reversed(_SOFT.split(self._text[self._start : max(self._start, c.at - 1)])):
            subject = _subject_of(naming.head(clause).core)
            if subject:
                self._subject = self._current = subject
                self._looked_back_rate = bool(_RATE_WORD.search(clause))
                parts = lists.split(subject, 2) if len(c.group) == 2 else None
                self._subjects = parts or []
                return

    def _remember(self, c: _Clause, name: str) -> None:
        self._verb = leading_verb(name) or ("" if c.fresh else self._verb)
        self._current = name
        if c.core in _elliptic() and self._subject and name.startswith(self._subject[:4]):
            return
        self._subject, self._subjects = name, []

    # -- kind, operator, draft -------------------------------------------------------------------------------

    def _kind(self, c: _Clause, q: Quantity, name: str) -> tuple[Kind, int]:
        """The kind of a value and the sign of its movement."""
        effects = c.tail.effects
        sign, reached, kept = 0, False, False
        for word in c.tail.words:
            found = naming.effects_of(word)
            if "up" in found or "down" in found:
                sign = 1 if "up" in found else -1
                kept = "keep" in found
                break
            if "to" in found:
                reached = True
        # “增长保持在8%”: the movement is a noun and the value its rate; “收入增加达到5000元” is a level reached.
        moved = sign != 0 and (kept or not reached or q.sort in ("percent", "point", "times"))
        if kept and c.tail.kept and not name.endswith(c.tail.kept):
            moved = kept = False  # “失业率、价格涨幅分别控制在…”: only the last of the list is a rate
        if q.sort == "fan":
            return "growth", 1
        if c.ref is not None and q.sort in (
            "point",
            "percent",
            "money",
            "amount",
            "duration",
            "count",
            "times",
        ):
            if q.sort == "times":
                return "level", 1
            return "change", -1 if c.ref_low else 1
        if q.sort in ("percent", "times"):
            if moved or _RATE_POST.match(c.post):
                return "growth", sign or 1
            if (
                not kept
                and name.endswith(("增速", "增幅", "涨幅", "增长率", "上涨幅度", "上升幅度"))
                and "自然增长率" not in name
            ):
                return "growth", 1
            if name.endswith(("降幅", "减幅", "下降率", "下降幅度")):
                return "growth", -1
            if self._same_growth(c, name):
                return "growth", 1
            if _DOWN_HEAD.match(name) and "to" not in effects:
                return "growth", -1
            if _UP_HEAD.match(name) and "to" not in effects:
                return "growth", 1
            return "level", 1
        if q.sort == "point":
            if not sign:
                sign = -1 if _DOWN_HEAD.match(name) else 1
            return "change", sign
        if moved:
            return "change", sign
        if "to" not in effects and q.sort not in ("zero", "ratio"):
            if (m := _DOWN_HEAD.match(name)) and not name.startswith("减税") and len(name) > m.end():
                return "change", -1
            if (m := _UP_HEAD.match(name)) and len(name) > m.end():
                return "change", 1
        return "level", 1

    def _same_growth(self, c: _Clause, name: str) -> bool:
        """“增长7%以上、力争达到8%”: the second value of a growth is a growth too."""
        if c.core or c.tail.kept or not self._last or self._last[-1].kind != "growth":
            return self._looked_back_rate and not c.core
        return self._last[-1].name.removesuffix("年均") == name and c.group[0].unit == self._last[-1].unit

    def _op(self, c: _Clause, q: Quantity) -> Op:
        effects = c.tail.effects
        if c.ref is not None and q.sort != "times":
            return "above"
        if q.op == "range":
            return "range"
        if q.op != "=":
            return q.op  # type: ignore[return-value]
        if "about" in effects:
            return "~"
        if "ge" in effects or "above" in effects:
            return ">="
        if "le" in effects or "cap" in effects or "below" in effects:
            return "<="
        if c.core.startswith(("守住", "严守", "坚守", "牢牢守住")):
            return ">="
        return "="

    def _draft(
        self,
        c: _Clause,
        q: Quantity,
        name: str,
        kind: Kind,
        sign: int,
        op: Op,
        rule: str,
        flags: tuple[str, ...],
        *,
        first: bool,
    ) -> Draft:
        value, high = q.value, q.high
        if sign < 0:
            value, high = -value, (-high if high is not None else None)
            if high is not None:
                value, high = high, value
            op = {">=": "<=", "<=": ">="}.get(op, op)  # type: ignore[assignment]
        effects = c.tail.effects | c.head.effects
        rate: Rate | None = None
        if kind in ("growth", "change"):
            rate = (
                "annual"
                if "annual" in effects or "年均" in name
                else "cumulative"
                if "cumulative" in effects
                else "yoy"
                if kind == "growth"
                else None
            )
        elif "cumulative" in effects or name.startswith("累计"):
            rate = "cumulative"
        firm: Firmness = (
            "ensure"
            if "ensure" in effects or "不低于" in c.tail.words
            else "strive"
            if "strive" in effects
            else "attempt"
            if "attempt" in effects
            else "plain"
        )
        if "annual" in effects and "年均" not in name:
            name += "年均"
        start = q.start
        end = q.end
        if first or rule == "value-first":
            if rule != "carried" and c.core and q.start - c.core_at <= 30:
                start = c.core_at
            elif c.tail.words and q is c.group[0]:
                start = c.at + len(c.tail.core)
                if q.start - start > 24:
                    start = max(c.at, q.start - sum(map(len, c.tail.words)))
        if rule == "value-first" and q is c.group[-1]:
            end += min(len(c.post), 20) if self._text.startswith(c.post, q.end) else 0
        stock = (
            kind == "level"
            and not (leading_verb(name) and rule != "value-first" and "to" not in effects)
            and (
                q.sort in ("percent", "ratio")
                or ("to" in effects and "did" not in effects)
                or bool({"ge", "cap"} & effects and "did" not in effects and rule != "value-first")
                or bool(_STOCK_TAIL.search(name))
            )
        )
        return Draft(
            start, end, q.start, name, kind, op, value, q.unit, rule, high=high, ref=c.ref or c.share_of, rate=rate, firmness=firm,
            scope=c.head.scope, compare=c.tail.compare, estimate=self._estimated(q), stock=stock, base=c.base,
            time=c.time or c.tail.time, part=c.part or "part" in c.head.effects, flags=flags + q.flags[1:],
        )  # fmt: skip

    def _estimated(self, q: Quantity) -> bool:
        """A 预计 that opens a clause covers the rest of the sentence; one inside a clause only that clause."""
        at = self._estimate_from
        if not 0 <= at < q.start:
            return False
        lead = self._text[self._start : at]
        for mark in "，,；;：:":
            lead = lead.rsplit(mark, 1)[-1]
        if not naming.head(lead).core:
            return True
        return not _SOFT.search(self._text, at, q.start)

    # -- ranks -----------------------------------------------------------------------------------------------

    def _rank(self, q: Quantity, before: int) -> list[Draft]:
        subject_end, ref = self._ranks[q.start]
        at, _ = self._before(before, q.start)
        pre = self._text[at : max(at, subject_end)]
        t = naming.tail(pre)
        h = naming.head(t.core)
        core = h.core
        if t.kept and not core:
            core = t.kept
            t.kept = ""
        op: Op = "<=" if q.op == "<=" else "="
        last = self._last
        moved = bool(last) and last[-1].kind == "growth"
        names: list[str]
        if q.op == "<=" and not core and self._text[q.end - 1] == "强":
            names = [self._text[max(at, q.start - len(ref or "")) : q.end]]
        elif (
            core and core not in _elliptic() and not core.startswith(("总量", "增速", "增幅", "排名", "综合"))
        ):
            names = [core + t.kept]
            self._subject = self._current = core
        elif core and self._subject:
            names = [self._subject + core]
        elif len(last) > 1 and "all" in t.effects:
            names = [d.name + ("增速" if d.kind == "growth" else "") for d in last]
        elif self._subject:
            names = [(last[-1].name if last else self._subject) + ("增速" if moved else "")]
        else:
            return []
        start = at + h.cut if core else subject_end
        if q.start - start > 30:
            start = subject_end
        return [
            Draft(start, q.end, q.start, name, "rank", op, q.value, None, "rank", ref=ref, estimate=self._estimated(q), time=t.time, flags=())
            for name in names
        ]  # fmt: skip


class _Clause:
    """One run of quantities with its words, while it is read."""

    __slots__ = (
        "at", "base", "core", "core_at", "fresh", "group", "head", "part", "post", "ref", "ref_low", "share_of", "tail", "time",
    )  # fmt: skip

    def __init__(
        self,
        group: list[Quantity],
        tail: naming.Tail,
        head: naming.Head,
        core: str,
        core_at: int,
        at: int,
        post: str,
        fresh: bool,
    ) -> None:
        self.group, self.tail, self.head, self.core = group, tail, head, core
        self.core_at, self.at, self.post, self.fresh = core_at, at, post, fresh
        self.base = False
        self.part = False
        self.time: str | None = None
        self.ref: str | None = None
        self.ref_low = False
        self.share_of: str | None = None
