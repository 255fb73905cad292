"""Subjects (主语): what the values of a run are values of, with what the sentence has said before.

What a clause leaves out is carried over (承前省略): the subject, the list of subjects of a 分别, the verb of a list of
things done; nouns like 营业收入 or 占…的比重 lean on the subject named before.
"""

from __future__ import annotations

import regex

from luoshi.facts import ellipsis, lists, naming, things
from luoshi.facts.comparing import compared
from luoshi.facts.drafts import Draft, Run
from luoshi.facts.indicators import resolve
from luoshi.facts.values import RATE_POST
from luoshi.facts.verbs import actions, elliptic, ends_with_verb, joint_indicators, leading_verb, subject_of

Named = tuple[list[str], str, tuple[str, ...]]

SOFT = regex.compile("[，,；;]")
_MARK = regex.compile("[，,；;：:]")
_RATE_NAME = regex.compile("(?:年均|平均)?(?:增长率|增长速度|增速|增幅)\\Z")
# What a trade has, not what it is: “乡镇企业快速增长，效益有所提高，总产值达到274亿元”.
_TRAITS = frozenset(("效益", "经济效益", "质量", "结构", "规模", "水平", "效率", "实力", "后劲"))
_RATE_WORD = regex.compile("增速|增幅|增长|涨幅|(?:上涨|上升|增长|下降)幅度")
# “成为历史上第三个突破百亿的年份”: the number says again what was said.
_IS_ONE_OF = ("成为", "属于", "作为", "是历史上")
_STAIRS = regex.compile(r"(?:元)?(?:[一二三两四五]?[道个级座])?(?:大关|台阶|关口|门槛|关)")
# A value of a whole trade: said alone, it is that of the trade named before, even in the sentence before.
_OF_TRADE = (
    "增加值",
    "总产值",
    "产值",
    "营业收入",
    "主营业务收入",
    "总收入",
    "销售收入",
    "利润",
    "利税",
    "税收",
)
# Values that nothing of money can be a part of.
_RATIOS = ("指数", "率", "比重", "占比", "系数")
# “提高财政收入占GDP的比重，由13%提高到14%”: what is moved is named behind the verb.
_MOVED = regex.compile(r"(?:提高|提升|增加|扩大|降低|减少|缩小|压缩|压减)(?=.{3,24}\Z)")
_NUMBERED = regex.compile(r"\d|分之|^(?:由|从|自)")
# A clause that only names its topic: “重工业的投资，由38%下降为30%”.
_TOPIC = regex.compile(
    r"(?![与比按在从对以为和经同据使让把将通随当因由各])\p{Han}[\p{Han}、]{2,18}(?:率|量|额|值|投资|收入|支出|比重|比例|产值|人口|面积|人数|企业|产业|业|价格|标准|存款|贷款|进口|出口|财政|经济|利润|税|消费|水平|规模|里程|指数|强度|能力|总数|余额)"
)
_INSIDE = regex.compile(r"在[^，,。；;]{2,12}中(?:的|所)?占?比(?:重|例)?\Z")
# Money that is told before what it was spent on: “投资8亿元，实施学校改造项目62个”.
_SPENT = frozenset(("投资", "投入", "累计投资", "累计投入", "共投资", "共投入", "总投入", "投入资金"))
# “完成总长28公里的道路建设”
_LENGTH = regex.compile("了?(?:总长|全长|总里程|总面积)度?\\Z")
_SIZE_HEADS = ("投资", "总投资", "投入", "总投入", "资金", "筹资", "总额", "投资额")


class Subjects:
    """The subjects of one sentence; ``names`` must be asked for its runs in order."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._start = text, start
        self.subject = ""
        self.current = ""
        self.of_rate = False
        self._subjects: list[str] = []
        self._verb = ""
        self._holder = ""

    def names(self, run: Run, drafts: list[Draft]) -> Named:
        """The name of each value of the run, the rule that found them and what is doubtful."""
        compared(run, self._text)
        if run.core.startswith(_IS_ONE_OF):
            return [], "", ()
        if run.share_name:
            return self._share(run)
        if not run.core:
            return self._carried(run, drafts)
        n = len(run.group)
        if run.fresh and run.core in _SPENT and (use := things.use_of(self._text, run.group[-1].end)):
            self._subjects, self.subject, self.current, self._verb = [], use, use, ""
            return [use + run.core] * n, "use", ()
        found = self._thing_after(run, run.core)
        if found:
            found = self._counted(run, found)
            self._remember(run, found)
            if n == 2 and run.group[0].sort == "money" and run.group[1].sort == "count":
                return [found, leading_verb(run.core) + self._noun_after(run)], "value-first", ()
            return [found] * n, "value-first", ()
        full, inherited = self._completed(run, run.core + run.tail.kept, drafts)
        several = None if inherited and n == 1 else self._several(run, full)
        if several is not None:
            names, rule = several
            return names, rule, ("distributed",)
        if full != run.core + run.tail.kept and ellipsis.part_of(self.subject, run.core) is not None:
            self.current = full
            return [full] * n, "subject", ("inherited_subject",)
        self._remember(run, full)
        return [full] * n, "subject", ("inherited_subject",) if inherited else ()

    def _several(self, run: Run, full: str) -> tuple[list[str], str] | None:
        """The names where the phrase stands for several things: 分别 lists, 均, indicators that share one value."""
        n, effects = len(run.group), run.tail.effects
        each = "each" in effects or "all" in effects
        if n > 1 and len(self._subjects) == n and run.core in elliptic():
            return [s + run.core for s in self._subjects], "each-carried"
        names: list[str] | None = None
        rule = "each"
        if n > 1:
            names = lists.done_apart(full, n) if "分别" in full else lists.split(full, n)
        elif each and not run.base:
            names = lists.parts_of(full)
            if len(names) == 1:
                names = lists.pair(full)
        elif not run.base:
            names, rule = joint_indicators(full), "joint"
        if not names or len(names) < 2:
            return None
        self._subjects, self.subject, self.current, self._verb = names, full, full, ""
        return names, rule

    def _carried(self, run: Run, drafts: list[Draft]) -> Named:
        """A clause with no subject of its own: the thing after the number, or the subject carried over."""
        n = len(run.group)
        t = run.tail
        did = next((w for w in t.words if w.rstrip("了") in actions()), "").rstrip("了")
        moves = {"up", "down", "fan"} & t.effects
        if (
            len(moves)
            and t.words in (("提升",), ("提高",), ("改善",))
            and run.fresh
            and not run.base
            and not t.compare
        ):
            counts = run.group[0].sort in ("count", "person", "amount") or run.group[0].unit in ("万", "亿")
            thing = self._noun_after(run) if counts else ""
            if len(thing) > 3:
                self.current = self.subject = t.words[0] + thing
                self._subjects, self._verb = [], ""
                return [self.subject] * n, "value-first", ()
        if run.post and not run.base and not moves and not RATE_POST.match(run.post):
            to = run.reaches
            served = (
                t.words in (("为",), ("有",))
                and run.fresh
                and (run.group[0].sort in ("person", "count", "event") or run.group[0].unit in ("万", "亿"))
            )
            if served or not (to and self.subject):
                thing = self._noun_after(run)
                if thing:
                    verb = t.words[0].strip("有") if served else did or (self._verb if not run.fresh else "")
                    self._verb = verb
                    if verb and not did and not served and drafts:
                        thing = things.carried(verb, thing, drafts[-1].name).removeprefix(verb)
                    name = self._counted(run, verb + thing) + t.kept
                    self.current = self.subject = subject_of(name) or name
                    self._subjects = []
                    return [name] * n, "value-first", ()
        if not self.subject:
            self._look_back(run)
        elif drafts and run.fresh:
            self._between(run, drafts[-1].at)
        if not self.subject:
            return [], "", ()
        if n > 1 and len(self._subjects) != n:
            self._subjects = _recent(n, drafts, alike="each" not in t.effects)
        elif n == 1 and "all" in t.effects and len(self._subjects) < 2 and run.moves:
            self._subjects = _recent(2, drafts, alike=True)
        if n > 1 and len(self._subjects) == n:
            return [s + t.kept for s in self._subjects], "each-carried", ("distributed", "inherited_subject")
        if n == 1 and len(self._subjects) > 1 and ("all" in t.effects or "each" in t.effects):
            return [s + t.kept for s in self._subjects], "each-carried", ("distributed", "inherited_subject")
        base = ellipsis.bare(self.current or self.subject)
        if run.group[0].sort == "money":
            base = _RATE_NAME.sub("", base) or base  # “年均增长率调整为10%，1995年达到1400亿元”
            if (run.group[0].unit or "").endswith("亿元"):
                base = base.removeprefix("人均")
        return [base + t.kept] * n, "carried", ("inherited_subject",)

    def _share(self, run: Run) -> Named:
        """“民生支出30亿元，占财政支出的80%”: the share of what was named."""
        subject: str = run.core
        flags: tuple[str, ...] = ()
        if subject in elliptic() and self.subject:
            subject, flags = ellipsis.joined(self.subject, subject), ("inherited_subject",)
        if subject:
            self._remember(run, subject)
        else:
            if not self.subject:
                self._look_back(run)
            subject, flags = ellipsis.bare(self.current or self.subject), ("inherited_subject",)
        if len(run.group) > 1 and len(self._subjects) == len(run.group):
            return (
                [s + run.share_name for s in self._subjects],
                "each-carried",
                ("distributed", "inherited_subject"),
            )
        return [ellipsis.joined(subject, run.share_name)] * len(run.group), "share", flags

    def _thing_after(self, run: Run, core: str) -> str:
        """“完成24个入河排污口整治”, “分两批集中开工1547个重大项目”: the verb stands before, the thing after."""
        q, t = run.group[0], run.tail
        if (
            not run.post
            or run.base
            or {"up", "down", "fan"} & t.effects
            or q.sort in ("point", "times", "ratio", "zero")
        ):
            return ""
        if run.reaches and not (
            core.endswith(_SIZE_HEADS) and t.words == ("为",) and run.post.startswith("的")
        ):
            return ""
        verb = ends_with_verb(core)
        if things.only_a_verb(run.post) or run.post == "全覆盖":
            return ""
        if core.endswith(_SIZE_HEADS) and q.sort == "money" and run.post.startswith("的"):
            size = next(s for s in sorted(_SIZE_HEADS, key=len, reverse=True) if core.endswith(s))
            thing = self._noun_after(run) or things.beyond(self._text, run.group[-1].end)
            run.core_at += len(core) - len(size)
            return thing + size if thing else ""
        plain = q.sort == "amount" and not t.words and not leading_verb(run.post)
        if not verb and not plain and q.sort not in ("count", "event", "person"):
            if core.endswith(_SIZE_HEADS) and q.sort == "money":
                return self._sized(run, core)
            if not (core.endswith("等") or q.sort == "percent"):
                return ""
        if core.endswith(_SIZE_HEADS) and q.sort == "money":
            return self._sized(run, core)
        if core.endswith("的") and q.sort == "count":
            return core + self._noun_after(run)
        if not verb and leading_verb(run.post) and not core.endswith("等"):
            return ""
        thing = self._noun_after(run)
        if not thing or (not verb and not core.endswith("等") and RATE_POST.match(thing)):
            return ""
        if core.endswith("等") or (not verb and "、" in core):
            return leading_verb(core) + thing
        did = next((w for w in reversed(t.words) if w.rstrip("了") in actions()), "").rstrip("了")
        return _LENGTH.sub("", core) + did + thing

    def _sized(self, run: Run, core: str) -> str:
        """“总投资638亿元的128个项目”: the thing whose size stands before it; empty where it is none."""
        thing = self._noun_after(run)
        size = core.removeprefix(leading_verb(core)) or core
        return thing + size if thing and len(size) <= 8 else ""

    def _counted(self, run: Run, name: str) -> str:
        """The name of a thing that stands behind its number: a share of it, or with the topic of the clause before."""
        if run.group[0].sort == "percent":
            return things.share_of(name)
        if run.fresh and run.at > self._start:
            before = SOFT.split(self._text[self._start : run.at - 1])[-1]
            return things.topic(name, naming.head(before).core)
        return name

    def _noun_after(self, run: Run) -> str:
        post = run.post.lstrip("的")
        for lead in ("实施了", "实施", "建设了", "对"):
            if run.group[0].sort == "money" and post.startswith(lead):
                post = post[len(lead) :]
                break
        post = things.trimmed(post)
        if not post or post[0] in "、和与及或以左右等）)”’" or RATE_POST.match(post) or _STAIRS.match(post):
            return ""
        return post

    def _completed(self, run: Run, phrase: str, drafts: list[Draft]) -> tuple[str, bool]:
        """The phrase with what it leans on: 营业收入 after 规上工业企业, 占…的比重, 农产品品牌2个 after 打造."""
        core = run.core
        counted = run.group[0].sort in ("count", "event", "person", "amount", "money")
        if counted and run.group[0].sort != "money" and drafts and len(run.group) == 1 and not run.post:
            last = drafts[-1]
            whole = ellipsis.object_of(core, run.group[0].unit, last.name, last.unit)
            if whole is not None:
                return whole, True
        leans = (
            phrase in elliptic()
            or core in elliptic()
            or phrase.startswith("占")
            or (phrase[:1] == "在" and _INSIDE.match(phrase))
        )
        if leans and not resolve(phrase):
            if not self.subject:
                self._look_back(run)
            if phrase.endswith(_OF_TRADE) and self.subject.endswith(_RATIOS) and self._holder:
                self.subject = self._holder
            if not self.subject and phrase.endswith(_OF_TRADE):
                self.subject = ellipsis.sector_before(self._text[max(0, run.at - 60) : run.at])
            if self.subject:
                return ellipsis.joined(self.subject, phrase), True
        if run.head.effects & {"part"}:
            run.part = True
        added = ellipsis.added_part(run, phrase, drafts) if counted and drafts else ""
        if added:
            return added, True
        if drafts and counted and (kind := things.part(core, drafts[-1].name)) is not None:
            return kind, True
        if drafts and counted and ellipsis.is_product(core, drafts[-1]) and not run.post:
            return core + "产量", True
        part = ellipsis.part_of(self.subject, core)
        if part is not None:
            return part + run.tail.kept, True
        if (
            run.fresh
            and counted
            and self._verb
            and drafts
            and things.ranked(phrase)
            and drafts[-1].unit == run.group[0].unit
        ):
            return self._verb + phrase, True
        if not run.fresh and self._verb and not leading_verb(phrase) and counted:
            if not (run.moves) and "to" not in run.tail.effects and not resolve(phrase):
                return things.carried(self._verb, phrase, drafts[-1].name if drafts else ""), True
            carried = self._verb + phrase
            if resolve(carried) and not ({"up", "down", "to"} & run.tail.effects):
                return carried, True
        return phrase, False

    def _between(self, run: Run, last: int) -> None:
        """An indicator that opens a clause without a number, between the last number and this one, is the new subject."""
        clauses = SOFT.split(self._text[last : max(last, run.at - 1)])
        if len(clauses) < 2:
            return
        core = naming.head(clauses[-1]).core
        opened = ellipsis.indicator_before(core)
        if not opened and run.reaches and not run.moves and _TOPIC.fullmatch(said := subject_of(core)):
            opened = said
        if opened:
            self.subject = self.current = opened
            self._subjects = []

    def _look_back(self, run: Run) -> None:
        """The subject of the clauses before, where they hold no number (“居民收入增速均高于…,分别提高1836元和1027元”)."""
        clauses = _MARK.split(self._text[self._start : max(self._start, run.at - 1)])
        nearest = clauses[-1]
        for clause in reversed(clauses):
            core = naming.head(clause).core
            if _NUMBERED.search(core):
                continue
            subject = subject_of(core)
            if subject in _TRAITS:
                continue
            acts = run.moves or run.reaches or run.base
            if not subject and clause is nearest and acts and _TOPIC.fullmatch(core):
                subject = core
            subject = subject or ellipsis.indicator_before(core)
            if not subject and run.base and (moved := _MOVED.match(core)):
                subject = core[moved.end() :]
            if subject:
                self.subject = self.current = subject
                self.of_rate = bool(_RATE_WORD.search(clause))
                parts = lists.split(subject, 2) if len(run.group) == 2 else None
                self._subjects = parts or []
                return

    def _remember(self, run: Run, name: str) -> None:
        self._verb = leading_verb(name) or ("" if run.fresh else self._verb)
        self.current = name
        if run.core in elliptic() and self.subject and name.startswith(self.subject[:4]):
            return
        self.subject, self._subjects = name, []
        if not name.endswith(_RATIOS):
            self._holder = name


def _recent(n: int, drafts: list[Draft], *, alike: bool) -> list[str]:
    """The last ``n`` things of the sentence that have a level of their own: what a bare 分别 speaks of.

    ``alike``: only if nothing else was told since, and all in the same unit (“收入1.7万元，纯收入5千元，增长9%和8%”).
    """
    if alike:
        last = drafts[-n:]
        units = {(d.unit or "")[-1:] for d in last}
        if len(last) < n or len(units) > 1 or any(d.kind != "level" or d.base for d in last):
            return []
    names = list(dict.fromkeys(d.name for d in drafts if d.kind in ("level", "change") and not d.base))[-n:]
    return names if len(names) == n else []
