"""Subjects (主语): what the values of a run are values of, with what the sentence has said before.

What a clause leaves out is carried over (承前省略): the subject, the list of subjects of a 分别, the verb of a list of
things done; nouns like 营业收入 or 占…的比重 lean on the subject named before.
"""

from __future__ import annotations

import regex

from luoshi.facts import lists, naming
from luoshi.facts.drafts import Draft, Run
from luoshi.facts.indicators import resolve
from luoshi.facts.values import RATE_POST
from luoshi.facts.verbs import actions, elliptic, ends_with_verb, joint_indicators, leading_verb, subject_of

Named = tuple[list[str], str, tuple[str, ...]]

SOFT = regex.compile("[，,；;]")
_RATE_WORD = regex.compile("增速|增幅|增长")
_ABOVE = regex.compile(
    r"(?r)(?P<word>高于|快于|高出|超出|超过|领先于|领先|优于|好于|低于|慢于|大于)(?P<ref>[^，,。；;]{2,20}?)\Z"
)
_ABOVE_CHARS = frozenset("于出过先")
# “成为历史上第三个突破百亿的年份”: the number says again what was said.
_IS_ONE_OF = ("成为", "属于", "作为", "是历史上")
_HIGHER = frozenset(("高", "快", "多", "低", "高出"))
_REFERENCE = regex.compile(
    r"平均|水平|全省|全市|全国|全县|全区|全州|增速|增幅|经济|生产总值|GDP|目标|任务|预期|计划|同期|考核|省定|市定|周边|同类|支出|收入"
)
_TIMES_BASE = regex.compile(r"(?r)(?:是|为|达到|达|相当于)(?P<ref>[^，,。；;]{1,16}?)的?\Z")
_TIME_REF = regex.compile(rf"{naming.TIME}|同期|上年|往年|历史|上届|改革前")
_ADDED = regex.compile(r"(?:新增|净增|增加|总量|新增加)\Z")
_STAIRS = regex.compile(r"(?:元)?(?:[一二三两四五]?[道个级座])?(?:大关|台阶|关口|门槛|关)")
_SHARE_OF = regex.compile(r"(?r)(?:达到?|相当于|恢复到|占到|占|是|为)(?P<ref>(?!到)[^，,。；;]{2,16})的\Z")
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

    def names(self, run: Run, drafts: list[Draft]) -> Named:
        """The name of each value of the run, the rule that found them and what is doubtful."""
        self._compared(run)
        if run.core.startswith(_IS_ONE_OF):
            return [], "", ()
        if not run.core:
            return self._carried(run, drafts)
        n = len(run.group)
        found = self._thing_after(run, run.core)
        if found:
            self._remember(run, found)
            return [found] * n, "value-first", ()
        full, inherited = self._completed(run, run.core + run.tail.kept)
        several = None if inherited else self._several(run, full)
        if several is not None:
            names, rule = several
            return names, rule, ("distributed",)
        self._remember(run, full)
        return [full] * n, "subject", ("inherited_subject",) if inherited else ()

    def _compared(self, run: Run) -> None:
        """Takes what the value is compared with out of the run's core: 高于全省平均1.2个百分点, 是2015年的2倍, 达到…的80%."""
        t, core, sort = run.tail, run.core, run.group[0].sort
        above = _ABOVE.search(core) if not _ABOVE_CHARS.isdisjoint(core) else None
        if above is not None and (sort == "point" or _REFERENCE.search(above["ref"])):
            run.ref, run.ref_low = above["ref"], above["word"] in ("低于", "慢于")
            run.core = naming.tail(core[: above.start()]).core
        elif (
            t.compare is not None
            and run.moves
            and not _TIME_REF.match(t.compare)
            and _REFERENCE.search(t.compare)
            and not _HIGHER.isdisjoint(t.words)
        ):
            run.ref, run.ref_low = t.compare, "低" in t.words
        if sort == "times" and not run.moves:
            times = _TIMES_BASE.search(self._text[run.at : run.group[0].start])
            if times is not None:
                run.ref = times["ref"]
                run.tail = naming.tail(self._text[run.at : run.at + times.start()])
                run.core = naming.head(run.tail.core).core
                run.core_at = run.at + len(run.tail.core) - len(run.core)
        elif sort == "percent" and (share := _SHARE_OF.search(core)) and _REFERENCE.search(share["ref"]):
            run.share_of, run.core = share["ref"], core[: share.start()]

    def _several(self, run: Run, full: str) -> tuple[list[str], str] | None:
        """The names where the phrase stands for several things: 分别 lists, 均, indicators that share one value."""
        n, effects = len(run.group), run.tail.effects
        each = "each" in effects or "all" in effects
        if n > 1 and len(self._subjects) == n and run.core in elliptic():
            return [s + run.core for s in self._subjects], "each-carried"
        names: list[str] | None = None
        rule = "each"
        if n > 1:
            names = lists.split(full, n)
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
        did = next((w for w in t.words if w in actions()), "")
        moves = {"up", "down", "fan"} & t.effects
        if run.post and not moves and not RATE_POST.match(run.post):
            to = run.reaches
            if not (to and self.subject):
                thing = self._noun_after(run)
                if thing:
                    verb = did or (self._verb if not run.fresh else "")
                    self._verb = verb
                    name = verb + thing + t.kept
                    self.current = self.subject = subject_of(name) or name
                    self._subjects = []
                    return [name] * n, "value-first", ()
        if not self.subject:
            self._look_back(run)
        elif drafts and run.fresh:
            self._between(run, drafts[-1].at)
        if not self.subject:
            return [], "", ()
        if n > 1 and "each" in t.effects and len(self._subjects) != n:
            self._subjects = _recent(n, drafts)
        if n > 1 and len(self._subjects) == n:
            return [s + t.kept for s in self._subjects], "each-carried", ("distributed", "inherited_subject")
        if n == 1 and len(self._subjects) > 1 and ("all" in t.effects or "each" in t.effects):
            return [s + t.kept for s in self._subjects], "each-carried", ("distributed", "inherited_subject")
        current = self.current or self.subject
        base = _ADDED.sub("", current) or current
        return [base + t.kept] * n, "carried", ("inherited_subject",)

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
        if run.reaches:
            return ""
        verb = ends_with_verb(core)
        if core.endswith(_SIZE_HEADS) and q.sort == "money" and run.post.startswith("的"):
            size = next(s for s in sorted(_SIZE_HEADS, key=len, reverse=True) if core.endswith(s))
            thing = self._noun_after(run)
            run.core_at += len(core) - len(size)
            return thing + size if thing else ""
        if not verb and q.sort not in ("count", "event", "person"):
            if core.endswith(_SIZE_HEADS) and q.sort == "money":
                thing = self._noun_after(run)
                return thing + core if thing and len(core) <= 8 else ""
            if not (core.endswith("等") or q.sort == "percent"):
                return ""
        if core.endswith(_SIZE_HEADS) and q.sort == "money":
            thing = self._noun_after(run)
            return thing + core if thing and len(core) <= 8 else ""
        if not verb and leading_verb(run.post) and not core.endswith("等"):
            return ""
        thing = self._noun_after(run)
        if not thing or (not verb and not core.endswith("等") and RATE_POST.match(thing)):
            return ""
        if core.endswith("等") or (not verb and "、" in core):
            return leading_verb(core) + thing
        did = next((w for w in reversed(t.words) if w in actions()), "")
        return core + did + thing

    def _noun_after(self, run: Run) -> str:
        post = run.post.lstrip("的")
        for lead in ("实施了", "实施", "建设了", "对"):
            if run.group[0].sort == "money" and post.startswith(lead):
                post = post[len(lead) :]
                break
        if not post or post[0] in "、和与及或以左右等）)”’" or RATE_POST.match(post) or _STAIRS.match(post):
            return ""
        return post

    def _completed(self, run: Run, phrase: str) -> tuple[str, bool]:
        """The phrase with what it leans on: 营业收入 after 规上工业企业, 占…的比重, 农产品品牌2个 after 打造."""
        core = run.core
        if (phrase in elliptic() or phrase.startswith("占")) and not self.subject and not resolve(phrase):
            self._look_back(run)
        base = self.subject
        if (
            base
            and (phrase in elliptic() or core in elliptic() or phrase.startswith("占"))
            and not resolve(phrase)
        ):
            return (_ADDED.sub("", base) or base) + phrase, True
        if run.head.effects & {"part"}:
            run.part = True
        if (
            not run.fresh
            and self._verb
            and not leading_verb(phrase)
            and run.group[0].sort in ("count", "event", "person", "amount", "money")
        ):
            if not (run.moves) and "to" not in run.tail.effects and not resolve(phrase):
                return self._verb + phrase, True
            carried = self._verb + phrase
            if resolve(carried) and not ({"up", "down", "to"} & run.tail.effects):
                return carried, True
        return phrase, False

    def _between(self, run: Run, last: int) -> None:
        """An indicator that opens a clause without a number, between the last number and this one, is the new subject."""
        clauses = SOFT.split(self._text[last : max(last, run.at - 1)])
        if len(clauses) < 2:
            return
        words = naming.head(clauses[-1]).core[:20]
        for n in range(len(words), 3, -1):
            if resolve(words[:n]):
                self.subject = self.current = words[:n]
                self._subjects = []
                return

    def _look_back(self, run: Run) -> None:
        """The subject of the clauses before, where they hold no number (“居民收入增速均高于…,分别提高1836元和1027元”)."""
        for clause in reversed(SOFT.split(self._text[self._start : max(self._start, run.at - 1)])):
            subject = subject_of(naming.head(clause).core)
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


def _recent(n: int, drafts: list[Draft]) -> list[str]:
    """The last ``n`` things of the sentence that have a level of their own: what a bare 分别 speaks of."""
    names = list(dict.fromkeys(d.name for d in drafts if d.kind == "level" and not d.base))[-n:]
    return names if len(names) == n else []
