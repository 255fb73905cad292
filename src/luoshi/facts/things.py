"""Things counted before they are named (先数后物): “6个省级、69个市级中试平台启用”, “70%的市县通了高速公路”.

What stands behind a number is the thing with what is said of it. A share is one of a whole: its name says which part
(通了高速公路的市县占比). Things of a list lean on the last one for their noun or for what is said of them all.
"""

from __future__ import annotations

import regex

from luoshi.facts.verbs import actions, leading_verb

# What may be said of a counted thing besides the verbs of work.
_SAID = (
    "通了", "通上", "通", "有了", "达到", "达标", "进入", "接入", "划入", "成为", "用上", "喝上", "住上", "享受", "超过", "增加了", "参加",
    "参与", "入选", "入围", "获", "上榜", "跻身", "脱贫", "摘帽", "出列", "退出", "符合", "具备", "实行", "拥有", "通过", "完成", "实现",
    "建成", "开通", "纳入", "覆盖", "落实", "用于", "投入", "接受", "签约", "投产", "开工", "竣工", "并网", "荣获", "挂牌", "恢复", "启用",
    "列入", "落地", "归集", "集中", "来自", "创成", "创建成", "配备", "设立", "开展",
)  # fmt: skip
_ADVERBS = (
    "全部", "全面", "基本", "已经", "已", "均", "都", "正式", "顺利", "成功", "相继", "陆续", "不同程度地", "稳定", "如期", "提前", "率先",
    "加快", "有序",
)  # fmt: skip
_WORKS = (
    "新",
    "建",
    "改",
    "扩",
    "修",
    "整",
    "治",
    "实施",
    "完成",
    "启动",
    "打造",
    "硬化",
    "维修",
    "购置",
    "提升",
    "升级",
    "铺设",
    "绿化",
    "翻",
    "续建",
    "更新",
    "开工",
)
_SHORT = ("村", "县", "乡", "镇", "户", "市")
_NOT_SHARE = ("比重", "比例", "占比", "率", "份额", "度", "面")
_CUT_SHORT = regex.compile(
    r"(?:对|在|为|给|向|使|让|的|(?<![使利占应启投试商引取采专备征雇聘租享运信费民军公家农医药作通复节饮])用|(?<![到下抵传直])达|近|超|(?<![签预节合制])约|以|并|且|仅|共)+\Z"
)
_CLAUSE = regex.compile(r"[^，,。；;、：:\n（(]+")
_NUMBER = regex.compile(r"\d|等")
_THEN = regex.compile(
    r"[，,]\s*(?:先后|相继|重点|持续|不断|着力|大力|全面|高标准|顺利|成功|启动|集中|用于|累计|共|并)*"
)
_COUNTED = regex.compile(r"\d[\d.]*(?:余|多)?[十百千万亿]*(?:余|多)?(?:公里|千米|平方米|万人|\p{Han})(?:的)?")
# “总投资1353亿元的148个重点工程”: the thing stands behind a second number.
_BEYOND = regex.compile(
    r"的?\d[\d.]*(?:余|多)?[十百千万亿]*(?:余|多)?(?:个|项|条|家|座|处|所)(?P<thing>[\p{Han}“”、]{2,20})"
)
_SORT = regex.compile(r"(?P<lead>.*?)(?P<word>.{0,2}[级定型类色])")
_LEVEL = regex.compile(
    r"(?:国家|部|省|市|县|区|自治区|自治州|州|盟|地)(?:、(?:国家|省|市|县|自治区))*级(?:以上|及以上)?"
)
_GENERIC = frozenset(
    (
        "项目",
        "工程",
        "任务",
        "重点项目",
        "重大项目",
        "重点工程",
        "重大工程",
        "实施项目",
        "实施工程",
        "实施重点项目",
        "实施重点工程",
    )
)


def trimmed(post: str) -> str:
    """The words behind a number without those that only lead to the next (对, 为, 达)."""
    return _CUT_SHORT.sub("", post)


def split(thing: str) -> tuple[str, str]:
    """A thing and what is said of it: 市县 | 通了高速公路; nothing said where no word of saying stands inside."""
    for i in range(1 if thing[:1] in _SHORT else 2, min(len(thing) - 1, 20)):
        if thing.startswith(_SAID + _ADVERBS, i) and thing[i - 1] not in "、和与及“全":
            return thing[:i].rstrip("的"), thing[i:]
    return thing, ""


def share_of(thing: str) -> str:
    """The name of a share of ``thing``: 通了高速公路的市县占比; as it is where it says itself that it is one."""
    if thing.endswith(_NOT_SHARE):
        return thing
    noun, said = split(thing)
    return f"{said}的{noun}占比" if said else thing + "占比"


def like_last(name: str, last: str) -> str:
    """``name`` completed by the last thing of its list.

    省级 by 市级中试平台, 改善乡镇 by 改善农牧民的出行条件, 文创企业 by 影视项目入选国家目录.
    """
    did = leading_verb(last)
    thing = last[len(did) :]
    m = _SORT.fullmatch(name.removeprefix(did))
    if m is not None and len(m["word"]) <= 3:
        own = _SORT.match(thing)
        if own is not None and len(thing) > own.end() and own["word"][-1] == name[-1]:
            return name + thing[own.end() :]
        return name
    at = thing.find("的")
    if 1 < at < len(thing) - 1 and "的" not in name and len(name) < 12:
        return name + thing[at:]
    if not did and not leading_verb(name):
        said = split(last)[1]
        if said and not split(name)[1]:
            return name + said
    return name


def carried(verb: str, thing: str, before: str) -> str:
    """The next thing of a list of things done, with the verb and the rank of the first: 创建省级森林城镇, 森林村庄."""
    rest = before.removeprefix(verb)
    if not rest or rest == before:
        return verb + thing
    size = len(thing)
    if len(rest) > size > 2 and rest[-size] == thing[0] and rest[-2:] == thing[-2:]:
        return verb + rest[:-size] + thing  # 燃煤电厂脱硫改造, 脱硝改造
    at = rest.find(thing[:2], 1) if len(thing) > 2 else -1
    if 0 < at <= 5:
        return verb + rest[:at] + thing
    level = _LEVEL.match(rest)
    if level is not None and "级" not in thing:
        return verb + level[0] + thing
    return verb + thing


def part(phrase: str, before: str) -> str | None:
    """“新增示范企业12家，其中国家级3家”: the part of the thing before that a rank names; None where it names none."""
    if _LEVEL.fullmatch(phrase) is None and not (2 <= len(phrase) <= 4 and phrase[-1] in "级类型"):
        return None
    verb = leading_verb(before)
    rest = before[len(verb) :]
    level = _LEVEL.match(rest)
    return verb + phrase + (rest[level.end() :] if level else rest)


def ranked(phrase: str) -> bool:
    """Whether a thing opens with its rank (市级先进乡镇)."""
    return _LEVEL.match(phrase) is not None


def beyond(text: str, at: int) -> str:
    """The thing behind a second number right after ``at``, empty where there is none."""
    m = _BEYOND.match(text, at)
    return m["thing"] if m else ""


def topic(name: str, clause: str) -> str:
    """“培育壮大新兴产业，实施25个项目”: a thing that says nothing by itself, with what the clause before does."""
    if name not in _GENERIC:
        return name
    clause = clause.strip().removeprefix("围绕").removeprefix("聚焦")
    if not 4 <= len(clause) <= 16 or regex.search(r"\d|[“”：:（(]", clause) or not leading_verb(clause):
        return name
    return clause + name


def use_of(text: str, at: int) -> str:
    """What the clause behind ``at`` does, as the thing money went to (实施学校改造项目); empty where it does no work."""
    m = _THEN.match(text, at)
    if m is None:
        return ""
    clause = _CLAUSE.match(text, m.end())
    words = clause[0] if clause else ""
    did = leading_verb(words)
    if not did or not did.startswith(_WORKS):
        return ""
    rest = words[len(did) :].lstrip("了")
    counted = _COUNTED.match(rest)
    thing = rest[counted.end() :] if counted else rest
    cut = _NUMBER.search(thing)
    thing = thing[: cut.start()] if cut else thing
    return did + thing[:16] if len(thing) >= 2 else ""


def only_a_verb(post: str) -> bool:
    """“投资1亿元解决了38万人…”: only a verb stands before the next number."""
    return post.rstrip("了") in actions()
