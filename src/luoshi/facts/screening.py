"""Screening (甄别): which scanned numbers are values at all.

Thresholds (亿元以上项目36个: only 36), sizes inside a project's name, names in quotes, streaks and spans of time, ages,
ordinals and ranks without a rank's words are numbers of the text but no measures (GUIDE, decision 7).
"""

from __future__ import annotations

from functools import cache

import regex

from luoshi.facts.quantity import Quantity
from luoshi.lexicon import tables

_DURATION_THING = regex.compile(
    r"(?r)(?:天数|优良|天气|年限|寿命|周期|时间|时限|时长|用时|耗时|期限|天数比例)[^，。；;、]{0,10}\Z"
)
_AGE_THING = regex.compile(r"(?r)寿命[^。；;]{0,24}\Z")
_SCORE_THING = regex.compile(
    r"(?r)(?:得分|评分|分数|成绩|指数|满意度|分值|总分|测评|综合考核)[^，。；;]{0,8}\Z"
)
_ASPECTS = regex.compile(
    r"(?:方面|层面|维度|阶段|字(?:方针|诀|箴)|坚持|必须|关键词|世纪|小时经济圈|年行动|一批|级|以内国家|(?:大类|项|个)?(?:约束性|预期性)?指标(?:组成|构成|，|。|、)|约束性指标|预期性指标)"
)
_CAPACITY_LEAD = regex.compile(r"(?r)(?:年产|日产|年处理|日处理|年加工|年出栏|装机|容量|总规模)\Z")
# Units in which a plant's size is told; “推动某厂10万吨焊丝项目” names the plant.
_OF_PLANT = regex.compile(r"(?:吨|千瓦|兆瓦|吉瓦|MW|GW|千伏安|兆伏安|㎡|千瓦时|兆瓦时)\Z")
_PLANT = regex.compile(
    r"(?:级|/年)?[^，,。；;、：:的\d]{1,14}?(?:项目|工程|生产线|机组|电站|电厂|电场|风电场|码头|泊位|航道|装置|基地|二期|一期|三期|扩建|技改|变电站|煤矿|矿井)"
)
_WORD_BEFORE = regex.compile(
    r"(?:\p{Han}|[A-Za-z)）”])(?<!新增|新建|建成|投产|完成|达到|达|新增装机|实现|装机|形成|投运|并网|开工|建设|改造|规模|能力|容量|产能|产量|共|总计|约|为|余|至|到|争取|力争|再|关停|淘汰|化解|退出|压减|的)\Z"
)
# “人才新政十二条” is the name of a policy.
_ARTICLES = regex.compile(r"(?:新政|政策|措施|意见|办法|举措|细则|规定)\Z")
_ARTICLES_AFTER = regex.compile(r"(?:政策|措施|意见|办法|举措|规定)")
# “落实30条措施” does what others have set out; “出台30条措施” sets it out, and the count is a value.
_FOLLOWED = regex.compile(r"(?:贯彻|落实|执行|兑现|用好|用足)[^，,。；;]*\Z")
# “20户以上自然村” are villages of some size.
_VILLAGE = regex.compile(r"的?(?:自然村|行政村|村|小区|居民点|安置点|聚居点)")
# “一批产值千亿元的集群”: no number of things is told, the sum only says which.
_SOME = regex.compile(r"(?r)(?:一批|一大批|若干|多个|一些|更多)(?:[^，,。；;、]|(?<=元)、){0,24}\Z")
# “河道两侧200米内的养殖场” says where.
_AROUND = regex.compile("(?:范围|以|之)?内的?(?!河道|道路|公路)|(?:范围|半径)")
_QUOTE_END = regex.compile(r"[^“”，。；]{0,10}”")


# 居 of 居民 and 排 of 排放 are no verbs of position.
_NOT_VERB = {"居": "(?!民|住)", "排": "(?!放|污|水|查)", "位": "(?!于|置)", "列": "(?!为|车)"}
_NOT_AFTER = {
    "居": "(?<![宜定移安同群邻旅聚起民寓新旧故迁])",
    "位": "(?<![单岗地席职学])",
    "为": "(?<![作成行])",
}
_KIND_OF_STRONG = regex.compile(
    r"(?:的)?(?:企业|民企|民营|品牌|项目|央企|高校|医院|药企|车企|房企|外企|公司|总部|投资|及|和|、|以及|等|在|来|落户|纷纷|跨国|服务|制造|国企|校)"
)
# A list of the strong that somebody was put on is an honour, no position.
_HONOUR = regex.compile(
    r"(?r)(?:入选|上榜|荣登|获评|荣获|获得|评为|荣列|荣膺|列入|公布|发布|打造|培育|扶持|冲刺|创建)[^，,。；;]{0,24}\Z"
)
# “(年度目标6%以上)” says again what was aimed at.
_AIM = regex.compile(r"[（(](?:年度|全年|年初|原)?(?:目标|计划)(?:任务|值|为|是)?\Z")
_PUT = regex.compile(
    r"(?r)(?:(?:摆|放|置)(?:在|到|于)[^，,。；;]{0,14}|(?:摆|放|置|排|列|定|作为|视为|坚持|树立|当作|当成)(?:在|到|于|为)?)\Z"
)


@cache
def _threshold() -> regex.Pattern[str]:
    heads = sorted(tables.lines("threshold_heads.txt"), key=lambda s: (-len(s), s))
    return regex.compile("|".join(map(regex.escape, heads)))


@cache
def _capacity() -> regex.Pattern[str]:
    heads = sorted(tables.lines("capacity_heads.txt"), key=lambda s: (-len(s), s))
    return regex.compile(
        r"[^，,。；;、：:]{0,16}?(?:" + "|".join(map(regex.escape, heads)) + ")(?=[，,。；;、等]|$)"
    )


@cache
def _rank_words() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    words = sorted(tables.lines("rank_verbs.txt"), key=lambda s: (-len(s), s))
    verbs = "|".join(_NOT_AFTER.get(w, "") + w + _NOT_VERB.get(w[-1], "") for w in words)
    scope = r"(?:副省级|省会|计划单列|全国|全省|全市|全区|全县|全州|全盟|全疆|全自治区|全球|世界|国内|省内|市内|亚洲|西部|东部|中部|西北|西南|东北|华北|华东|华南|同类|同级)"
    kinds = r"(?:市|县|区|州|城市|省份|地级市|县市区|市州|盟市|地区|省会|系统|强|行列|榜|方阵)"
    place = rf"(?:(?:黑龙江|内蒙古|\p{{Han}}{{2}})省|[\p{{Han}}\d]{{2,14}}?{kinds})"
    group = rf"(?:{scope}(?:[\p{{Han}}\d]{{0,14}}?{kinds})?|{place})"
    group = rf"{group}(?:、{group})*"
    return (
        regex.compile(
            rf"(?r)(?P<verb>{verbs})(?:在|到|至)?(?P<ref>[^，。；;、第]{{0,16}}?)(?:的|位次|排名|排位)*\Z"
        ),
        regex.compile(rf"(?r)(?P<ref>{group})(?:的|排名|排位|位次|综合排名)*\Z"),
    )


def rank_place(text: str, lo: int, q: Quantity) -> tuple[int, str | None] | None:
    """Where a rank's subject ends and the group it is a rank in; None where the ordinal is no rank at all."""
    if (
        q.end < len(text)
        and text[q.end - 1] not in "位名强列首榜"
        and text[q.end] not in "，,。；;、！!）)和与及 \n的”"
    ):
        return None
    if text[q.end - 1] == "强" and (_KIND_OF_STRONG.match(text, q.end) or _HONOUR.search(text, lo, q.start)):
        return None  # “500强企业” is a kind of firm
    before = text[max(lo, q.start - 28) : q.start]
    if _PUT.search(before) or before.endswith("倒数"):
        return None  # “把质量摆在首位”
    base = q.start - len(before)
    with_verb, with_group = _rank_words()
    group = with_group.search(before)
    ref = group["ref"] if group else None
    end = group.start() if group else len(before)
    verb = with_verb.search(before, 0, end) if group else with_verb.search(before)
    if verb is not None and (group is None or verb.end() >= end):
        ref = ref or (verb["ref"] or None)
        end = verb.start("verb")
    elif group is None or q.op == "<=":
        return None
    if ref and len(ref) > 12 and "、" not in ref:
        ref = ref[-12:]
    return base + end, ref


def is_value(text: str, lo: int, hi: int, q: Quantity) -> bool:
    """Whether ``q`` of the sentence ``text[lo:hi]`` is a value that something has (ranks are judged apart)."""
    before = text[max(lo, q.start - 20) : q.start]
    after = text[q.end : min(hi, q.end + 24)]
    if before.endswith(("“", "‘", "第", "每", "《", "“近", "“超")) and (
        before[-1] in "第每" or _QUOTE_END.match(after) or before[-1] == "《"
    ):
        return False
    if q.sort == "duration":
        return bool(_DURATION_THING.search(before)) or (q.unit == "天" and "天数" in text[lo : q.start])
    if q.sort == "age":
        return bool(_AGE_THING.search(before))
    if q.sort == "score":
        return bool(_SCORE_THING.search(before))
    if q.unit == "条" and (
        _ARTICLES.search(before) or (_ARTICLES_AFTER.match(after) and _FOLLOWED.search(before))
    ):
        return False
    if q.unit == "户" and q.hedged and _VILLAGE.match(after):
        return False
    if q.sort in ("money", "amount") and (after[:1] in "的、级" or q.hedged) and _SOME.search(before):
        return False
    if q.sort in ("count", "event") and (_ASPECTS.match(after) or (after[:1] == "”" and "“" in before)):
        return False
    if after[:1] == "”" and "“" in before[:-1] and "”" not in before and not q.hedged:
        return False  # 企业减负“两个200亿” is a name
    if q.unit in ("米", "公里") and _AROUND.match(text, q.end):
        return False
    if (
        q.sort in ("money", "amount", "person")
        and ((q.op in (">=", "<=") and q.hedged) or before.endswith(("超", "过", "逾", "超过")))
        and _threshold().match(after.removeprefix("的"))
    ):
        return False
    if (
        before[-1:] in ("×", "x", "X", "*")
        or before.endswith(("连续", "届", "关系到"))
        or (before[-1:] in "标划务值为是" and _AIM.search(before))
    ):
        return False
    if (
        q.sort in ("amount", "count")
        and _CAPACITY_LEAD.search(before)
        and _capacity().match(after.removeprefix("的"))
    ):
        return False
    if q.sort == "amount" and not q.hedged and q.op == "=":
        if (
            q.unit is not None
            and _OF_PLANT.search(q.unit)
            and _WORD_BEFORE.search(before[-8:])
            and _PLANT.match(after)
        ):
            return False
        if before[-1:] in ("、", "“", "，", ",", "的") and _capacity().match(after):
            return False
    return True
