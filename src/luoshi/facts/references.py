"""Reference targets (参照、下达、定性): values that are said by something else than a number.

sync (与经济增长同步, 与全国一致, 达到全省平均水平), above (高于经济增速, 不低于…), assigned (完成省下达任务), and in
target paragraphs qualitative (稳步增长). Each reads one clause; the subject may be carried over from the last one.
"""

from __future__ import annotations

import re
from functools import cache

import regex

from luoshi.facts import lists, naming
from luoshi.facts.drafts import Draft
from luoshi.facts.indicators import resolve
from luoshi.facts.shapes import Firmness, Kind, Op
from luoshi.lexicon import tables

# A cheap test: only sentences with one of these words, or with one of the others at a clause's end, are read.
_WORDS = re.compile(
    r"同步|一致|持平|平均水平|下达|省定|衔接|市定|国家定|高于|快于|优于|好于|超过|不低于|核定|控制在|目标任务|约束性指标|考核要求"
)
_ENDS = re.compile(
    r"(?s)[，,；;。！!？?：:\n](?<=任务.|目标.|指标.|计划.|要求.|范围.|之内.|以内.|划内.|标准.|考核.|完成.|落实.)"
)
# “保持上年的水平，”: an end of its own, since 水平 alone ends many clauses.
_LEVELS = re.compile("水平(?<=年水平|的水平|期水平)(?=[，,；;。！!？?：:\\n])")
_SYNC_ENDS = ("同步", "一致", "持平", "衔接", "增长", "以上", "左右")
_TASK_ENDS = ("任务", "目标", "标准", "指标", "计划", "要求", "范围", "考核", "内", "完成", "落实", "安排")
_ABOVE_WORDS = re.compile("高于|快于|优于|好于|超过|不低于|高出|跑赢|不慢于")
_ORDERED = re.compile("(?:完成|落实|实现).*(?:下达|要求|核定|确定|规定)")
# Outside target paragraphs much is done by a standard or a demand; a target is what is assessed, or an indicator's.
_LOOSE = ("标准", "要求", "计划")
_ASSESSED = re.compile("考核|目标")
_AVERAGE = re.compile("平均|中位水平")
_CLAUSE = regex.compile(r"[^，,；;。！!？?：:\n]+")
# A clause may hold two of them: “居民收入和经济增长同步、劳动报酬和劳动生产率提高同步”.
_PIECES = regex.compile(r"(?<=同步|一致|持平|改善|提高|下降|减少)、|、(?=高于|快于|优于|不低于|略高于)")
_LISTED = regex.compile("、")
_NAMED = regex.compile(r"^\p{Han}[\p{Han}、]{2,18}(?:指标|减排|排放|任务|能耗|总量)\Z")
_NO_TARGET = regex.compile(r"(?:规划)?(?:确定的)?(?:各项|主要|既定|全部)?(?:目标|任务|指标)+")
_NO_SUBJECT = frozenset(("任务", "目标", "指标", "目标任务", "计划", "改造任务", "下达任务"))
_INDICATOR_LIKE = regex.compile(
    r"(?:率|比重|占比|比例|质量|排放|排放量|差距|幅度|收入|报酬|状况|总水平|生活|生活水平|面积|人口|浓度|产能|产量|效率|收支|进出口|增长|经济|投资|能耗|强度|县|物价|价格|消费|寿命|贸易|外资|总量|结构|网络|就业|任务|总额|排放总量|蓄积量|储量|收支状况|规模)$"
)
_WITH = regex.compile(
    r"(?P<subject>.*?)(?:与|和|同|跟)(?P<ref>[^与和同]{2,24}?)(?:保持|实现|总体|大体|相|的)*(?:基本|大致|总体)?(?:相)?(?:保持)?(?P<word>同步(?!实施|推进|规划|建设|设计|发展|完成|跟进|开展|部署)(?:增长)?|一致|持平|相当|相适应|衔接)(?:以上|左右)?$"
)
_SAME = regex.compile(
    r"(?P<subject>.{2,}?)(?:基本|保持|实现)*(?:达到|保持在?|接近|不低于|赶上|力争达到|稳定在|处于)(?P<ref>[^达]{0,16}?(?:平均(?:水平|数|值|增速)|中位水平|平均))(?:以上|左右)?$"
)
# “石油产量保持上年的水平”
_KEPT = regex.compile(
    r"(?P<subject>.*?)(?:大体|大致|基本|仍|将|继续)*(?:保持在?|维持在?|稳定在|恢复到|达到)(?P<ref>(?:上年|去年|[近前][一二两三]年|往年|常年|现有|同期)(?:同期|实际|平均)?的?水平)$"
)
_ABOVE = regex.compile(
    r"(?P<subject>.*?)(?:继续|保持|均|都|力争|总体|普遍|分别|要|年均)*(?P<word>高于|快于|优于|好于|超过|不低于|略高于|高出|跑赢|不慢于)(?P<ref>[^，]{0,18}?(?:平均水平|水平|平均|增速|增长|增幅|全省|全市|全国|经济|目标|任务|GDP|生产总值|全州|全区|全县|周边|速度|幅度|居民|收入))(?:以上)?$"
)
_GIVER = r"(?:国家|中央|国务院|省|市|州|自治区|区|县|国省|上级|省委|省政府|市委|市政府|上)(?:(?:委|政府|里|定|级|、|和|及|市|省|州)*)"
_TASK = r"(?:目标任务|标准|任务目标|控制目标|控制指标|计划目标|责任目标|年度目标|约束性目标|任务|目标|指标|计划|要求|范围|考核)"
_ASSIGNED_END = regex.compile(
    rf"(?P<subject>.{{2,}}?)(?:要|均|都|不折不扣|确保|全面|超额|圆满|如期|按期|努力|必须|力争|坚决|严格|达到|符合)*(?:完成|控制在|达到|实现|落实|满足|按照|按|控制到)(?P<ref>(?:{_GIVER}(?:下达|要求|核定|确定|分解|规定|考核|安排|定)?(?:的|核定|任务|目标|年度|计划|控制|指标|各项|约束性|责任|节能减排|减排|规划|考核|要求|范围|之内|以内|内|和|、|市定|省定|十[三四五]五)*(?:{_TASK}|范围|之内|以内|内)(?:以内|之内|内|要求|全面完成|完成|落实|安排)*|核定(?:标准|目标|范围)(?:以内|内)?|(?:经)?国家[^，]{0, 12}(?:目标|任务)|“十[一二三四五]五”[^，]{0, 8}(?:目标|任务)|(?:年度|各项)?目标任务|下达[^，]{{0,6}}{_TASK}))$"
)
_ASSIGNED_FRONT = regex.compile(
    rf"(?:要|确保|全面|超额|圆满|如期|努力|力争|不折不扣|坚决|必须)*(?:完成|落实|实现)(?P<ref>{_GIVER}(?:下达|要求|核定|确定|规定)(?:我省|我市|我县|我区)?)(?:的)?(?P<subject>[^，]{{2,24}}?)$"
)
_ASSIGNED_ALONE = regex.compile(
    rf"(?P<subject>)(?:要|均|都|不折不扣|确保|全面|按照|按|力争|必须)*(?:完成)?(?P<ref>{_GIVER}(?:下达|要求|核定|核|确定|分解|规定)?(?:的)?{_TASK})(?:全面|确保|力争|不折不扣)?(?:完成|落实)?"
)
_PLAN_ASSIGNED = regex.compile(
    r"(?:要|确保|全面|努力|力争)*完成(?P<subject>(?P<ref>“十[一二三四五]?五”(?:规划|(?=节能|减排|约束)))[^，]{0,8}(?:目标|任务|指标)[^，]{0,3})$"
)
# What is said of anything that can be covered or lifted out of poverty.
_OF_ALL = frozenset(("全覆盖", "全部脱贫", "全部摘帽", "实现脱贫"))
_PROVIDED = ("制度", "保险", "保障", "医保")
# Indicators whose targets without a number are about their growth.
_RATED = frozenset(("gdp", "trade_total", "fai", "retail_sales", "exports", "income_all", "budget_rev"))
_GROWTH_END = regex.compile(r"(?:增长|增速|增幅|提高|收入|水平|增加|投资)$")
_LONGEST = 40
"""A subject longer than this names nothing, unless it is a list of indicators."""
_RATED_PART = regex.compile("增[速幅][、和及与]")  # what one thing of a list has is said of all
_RATE_WORDS = regex.compile(r"(?:增速|增幅|增长|增长速度|提高|同步|增)$")
_LEVEL_ONLY = regex.compile(r"(?:率|比重|占比|比例|指标|任务|强度|排放|浓度|质量|差距|能耗|目标)$")
_TAIL_WORDS = regex.compile(
    r"(?:保持|实现|分别|均|都|要|增长|总体|继续|持续|连续|明显|显著|大幅|略|将|的|基本|大体)+$"
)


def referring(text: str) -> list[int]:
    """Where ``text`` holds words that reference measures are made with."""
    return [m.start() for pattern in (_WORDS, _ENDS, _LEVELS) for m in pattern.finditer(text)]


def read_clause(
    text: str, start: int, end: int, targets: bool, values: list[Draft], numbers: list[tuple[int, int]]
) -> list[Draft]:
    """The reference measures of the sentence ``text[start:end]``; clauses that hold a number are left to it.

    ``numbers`` are the spans of the sentence's numbers; ``targets`` allows the qualitative ones; ``values`` are
    the drafts of its numbers, the last of which an elliptic clause leans on.
    """
    out: list[Draft] = []
    subject = ""
    carried = iter(values)
    value = next(carried, None)
    named = ""  # a clause that only names its subject: “其他约束性指标，确保完成省市任务”
    i = 0
    for m in _CLAUSE.finditer(text, start, end):
        at, stop = m.span()
        while i < len(numbers) and numbers[i][1] <= at:
            i += 1
        while value is not None and value.at < at:
            subject = value.name.removesuffix("年均")
            value = next(carried, None)
        j = i
        while j < len(numbers) and numbers[j][0] < stop:
            j += 1
        inside = numbers[i:j]
        if inside:
            named = ""
            if not targets:
                continue
        for piece in (_LISTED if inside else _PIECES).split(m[0]):
            if not any(a < at + len(piece) and b > at for a, b in inside):
                made = _reference(piece, at, subject, targets)
                if not made and named and (alone := _ASSIGNED_ALONE.fullmatch(piece)):
                    made = _drafts(alone, at, "assigned", alone["ref"], named)
                if not made and targets and not inside:
                    made = _qualitative(piece, at)
                out.extend(made)
                if made:
                    subject = made[-1].name
                named = naming.head(piece).core if not made and _NAMED.search(piece) else ""
            at += len(piece) + 1
    return out


def _reference(clause: str, at: int, carried: str, targets: bool) -> list[Draft]:
    body = clause.rstrip(" 　")
    if "完成" in body and "五" in body and (m := _PLAN_ASSIGNED.search(body)):
        if not targets and _NO_TARGET.fullmatch(m["subject"].removeprefix(m["ref"])):
            return []  # all of a plan at once: a target where targets are set, elsewhere talk
        return _drafts(m, at, "assigned", m["ref"], carried)
    if body.endswith(_SYNC_ENDS) and (m := _WITH.match(body)) and (targets or _of_indicator(m["subject"])):
        return _drafts(m, at, "sync", _ref(m["ref"]), carried)
    if (
        body.endswith(_TASK_ENDS)
        and (m := _ASSIGNED_END.match(body))
        and naming.head(m["subject"]).core
        and (targets or not body.endswith(_LOOSE) or _ASSESSED.search(body) or _of_indicator(m["subject"]))
    ):
        return _drafts(m, at, "assigned", m["ref"], carried)
    if _ORDERED.search(body) and (m := _ASSIGNED_FRONT.match(body, naming.head(body).cut)):
        return _drafts(m, at, "assigned", m["ref"], carried)
    if _ABOVE_WORDS.search(body) and (m := _ABOVE.match(body)):
        return _drafts(m, at, "above", m["ref"], carried)
    if _AVERAGE.search(body) and (m := _SAME.match(body)):
        return _drafts(m, at, "above" if body.endswith("以上") else "sync", m["ref"], carried)
    if body.endswith("水平") and (m := _KEPT.match(body)):
        return _drafts(m, at, "sync", m["ref"], carried)
    return []


def _of_indicator(subject: str) -> bool:
    """Whether a subject is an indicator; outside target paragraphs anything may be done 同步 with anything."""
    plain = _TAIL_WORDS.sub("", naming.head(subject).core.removesuffix("提高"))
    return bool(_INDICATOR_LIKE.search(plain)) or resolve(plain) is not None


def _ref(ref: str) -> str:
    return re.sub(r"(?:保持|基本|实现|总体|大体)+$", "", ref)


def _drafts(m: regex.Match[str], at: int, op: Op, ref: str, carried: str) -> list[Draft]:
    raw, ref = m["subject"], ref.removeprefix("了")
    h = naming.head(raw)
    subject = _TAIL_WORDS.sub("", h.core) if op != "assigned" else h.core
    subject = regex.sub(r"^(?:推动|促进|实现|保持|使|力促|推进|确保|力争)+", "", subject)
    subject = regex.sub(
        r"(?:不折不扣|全面|分别达到和|达到或|分别|均|都|要|按照|按|保持|年均|按可比口径|力争|争取|确保)+$",
        "",
        subject,
    )
    if not subject:
        subject = carried if "连续" not in raw else ""  # “连续五年高于…” is a streak
    joint = [] if len(subject) < 2 or resolve(subject) else lists.parts_of(subject)
    indicators = len(joint) > 1 and all(resolve(p) for p in joint)
    if (
        len(subject) < 2
        or (len(subject) > _LONGEST and not indicators)
        or subject in _NO_SUBJECT
        or ref.startswith(("这", "该", "上述", "预期", "原定", "建国", "历史"))
        or subject.startswith("在")
    ):
        return []
    start = at + m.start("subject") + h.cut if h.core else at + m.start()
    rated = bool(
        _RATE_WORDS.search(subject)
        or raw.endswith("增长")
        or regex.search(r"增速|增幅|增长|经济", ref)
        or (indicators and _RATED_PART.search(subject))
    ) and op in (
        "above",
        "sync",
    )
    names = [subject]
    if indicators or ("分别" in raw and len(joint) > 1):
        names = joint
    elif (("城镇" in subject or "城市" in subject) and "农村" in subject) and (
        two := lists.split(subject, 2)
    ):
        names = two
    out = []
    for name in names:
        out.append(Draft(start, at + m.end(), at + m.start(), _plain(name), _kind(name, op, rated, ref), op, None, None, op, ref=ref,
                         rate="annual" if "年均" in raw else None, firmness=_firm(m[0]), stock=True))  # fmt: skip
    return out


def _plain(name: str) -> str:
    return name[:-2] if name.endswith("增长") and len(name) > 4 else name


def _firm(clause: str) -> Firmness:
    return (
        "ensure"
        if "确保" in clause or "必须" in clause
        else "strive"
        if "力争" in clause
        else "attempt"
        if "争取" in clause
        else "plain"
    )


def _kind(name: str, op: Op, rated: bool, ref: str) -> Kind:
    found = resolve(name)
    if op == "sync" and not rated and found is not None and found.kind in ("ratio", "index"):
        return "level"
    if rated:
        return "growth"
    if ref.endswith(("平均水平", "平均", "中位水平", "平均数", "平均值")):
        return "level"
    if _LEVEL_ONLY.search(name):
        return "level"
    if found is not None and found.id.startswith(
        ("gdp", "income_", "fai", "budget_rev", "retail", "ind_va", "trade", "va_")
    ):
        return "growth"
    return "growth" if _GROWTH_END.search(name) and op == "sync" else "level"


@cache
def _qualities() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    def one_of(side: str) -> str:
        words = [r["word"] for r in tables.rows("qualities.tsv") if r["side"] == side]
        return "|".join(regex.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))

    lead = r"(?:保持|实现|争取|力争|达到|总体|推动|要|都|均|也|将|会)*"
    said = rf"(?:{one_of('adverb')})+(?:{one_of('verb')}|增长)|{one_of('whole')}"
    return (
        regex.compile(rf"(?P<subject>.{{2,60}}?){lead}(?P<word>{said})$"),
        regex.compile(
            rf"(?:保持|推动|进一步|不断|持续|逐步)*(?P<word>{one_of('front')}|保持)(?P<subject>[^，]{{2,24}}?(?:差距|比重|占比|比例|率|强度|质量|产能)(?:稳定接续|稳定|基本稳定)?)$"
        ),
    )


def _qualitative(clause: str, at: int) -> list[Draft]:
    end, front = _qualities()
    h = naming.head(clause.rstrip(" 　"))
    body = h.core
    m = end.match(body) or front.match(body)
    if m is None:
        return []
    subject = regex.sub(
        r"^(?:推动|促进|实现|保持|使)+|(?:保持|实现|争取|力争|都|均|也|将|会|比去年|比上年|确保|力求)+$",
        "",
        m["subject"],
    )
    said_of_all = m["word"] in _OF_ALL and (m["word"] != "全覆盖" or subject.endswith(_PROVIDED))
    if not said_of_all and not _INDICATOR_LIKE.search(subject) and resolve(subject) is None:
        return []
    names = [] if resolve(subject) else lists.parts_of(subject)
    names = names if len(names) > 1 and all(len(n) >= 3 for n in names) else [subject]
    names = [n for n in names if 2 <= len(n) <= 26]
    out = []
    for name in names:
        found = resolve(name)
        rates = found is not None and found.id in _RATED
        kind: Kind = "growth" if "增长" in m["word"] or rates else "level"
        out.append(
            Draft(
                at + h.cut,
                at + h.cut + m.end(),
                at + h.cut,
                name,
                kind,
                "qualitative",
                None,
                None,
                "qualitative",
                stock=kind == "level",
            )
        )
    return out
