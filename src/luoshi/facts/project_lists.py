"""Lists of projects (项目列举): items of one clause with their amounts, shared heads and the count that closes them.

“西上庄、坤宁煤矿” are two mines, “青于蓝、弘盛通等独立储能示范项目” two storage projects, “总投资4.5亿元的A、B” one bundle.
"""

from __future__ import annotations

import msgspec
import regex

from luoshi.facts import stages
from luoshi.facts.project_names import (
    Piece,
    Sort,
    campaign,
    head_of,
    institution,
    mask,
    proper,
    split,
    tail_of,
)

_MONEY = r"\d[\d.]*(?:余|多)?(?:百亿|千万|百万|亿|万)?(?:[美欧港日]|人民币)?元"
_HEDGE = r"(?:达到?|约|近|超过?|为|逾|高达|不低于|突破|\s)*"
_AMOUNT = regex.compile(
    rf"(?:(?:计划|估算|规划|概算|项目|协议|合同|固定资产)?(?:总|累计)?(?:投资|资金|引资)(?:额|总额|规模)?{_HEDGE})?"
    rf"(?P<amount>{_MONEY})(?:以上|左右|多|余)?(?P<of>[^、的]{{0,12}}的)?"
)
_BRACKETED = regex.compile(
    rf"[(（](?:[^()（）]*?(?:投资|资金)[^()（）\d]{{0,6}}(?P<amount>{_MONEY}))[^()（）]*[)）]"
)
_INSIDE = regex.compile(rf"投资(?:额)?{_HEDGE}(?P<amount>{_MONEY})(?:以上|左右)?的")
_ETC = regex.compile(
    r"(?:等(?!级|离子|教育|学校|职业|院校|专科|额|距|效)|(?=(?:\d+|[两三四五六七八九十])[个项条座处所][^\d]*\Z))"
    r"(?P<count>(?:\d+|[一二三四五六七八九十两百]+)(?:余|多)?(?P<unit>[个项条座处家所宗大])|一大?批|多[个项条座处]|一系列|系列)?"
    r"(?P<label>[^等]*)\Z"
)
_COUNTED = regex.compile(
    r"\A(?:\d[\d.]*|[一二两三四五六七八九十百]+)(?:余|多)?[十百千万亿]*(?:个|项|条|座|处|家|所|万|公里|亩|户|大|套|台|对|批)|第一[个批条座]|首[个批条座]|一大?批|若干|多[个条座项]"
)
_TRAILING_COUNT = regex.compile(
    r"(?:\d[\d.]*|[一二两三四五六七八九十百]+)(?:余|多)?[十百千万亿]*(?:[个项条座处家所台辆套户亩吨]|公里|平方米|平方公里)\Z"
)
_OPENING = regex.compile(
    r"\A(?:[(（][一二三四五六七八九十\d]+[)）]|一个|包括|如|以|对|将|其中|我[省市县区]|全[省市县区]|本[省市县区]|总长|全长[\d.]+公里的|[一二三四五六七八九十]是(?:要)?|[)）”\s]|首[个条座家])+"
)
_CAPACITY = regex.compile(
    r"(?:年产|日处理|日产|日供水|年处理|年加工|装机)?(?:\d×)?\d[\d.]*(?:[万亿千百]*)?(?:千瓦时?|兆瓦时?|吉瓦时?|[GMK]Wh?|立方米?|平方米|公里|千米|千伏|张?床位?|吨|辆|台|套|件|头|只|米|升|亩)"
)
_WHO = regex.compile(r"\A[^、的]{2,14}?(?:集团|公司|股份|控股|实业|科学院)")
_WORK_OF_CLASS = regex.compile(
    r"\A(?:重[点大要]|续建|新建|在建|新开工|计划开工|前期|签约|储备|竣工|投产|产业|民生|基础设施|交通|水利|能源|工业|农业|社会|文旅|旅游|文化"
    r"|重点|省级?|市级?|县级?|国家级?|亿元以上|招商引资|高新(?:科技|技术)?|优质|大型?|好|科技|城建|城市|支撑性?|标志性|牵引性|项目)*\Z"
)
# What no project is called by, where a name has no last word of its own.
_ABSTRACT = regex.compile(
    r"(?:改革|机制|制度|体系|行动|活动|战略|政策|方案|规划|计划|工作|发展|合作|服务|能力|水平|转型|创建|培育|保障|管理|监管|企业|公司|产业|行业"
    r"|协议|年|攻坚战|示范[区县市带]|经济[带区]|城市群|都市圈|圈|任务|目标|成果|人才|资金|投资|融合|条例|办法|意见|标准|品牌|产品|技术|模式|业态"
    r"|[省市县区乡镇村]|人|面积|体制|生态|环境|文化|旅游|经济|力量|联盟|论坛|大会|峰会|会议|博览会|运动会|展|节|赛|法|观|力|率|制|化|性|品|员|者"
    r"|措施|举措|事项|协会|班列|航线|专项|精神|部队|组织|指标|设施|思想|作用|问题|方面|领域|情况|进展|突破|企业家|机构|院士|单位|权|功能|规模|网|群|链|带|户|事|期|关)\Z"
)
_TALK = regex.compile(r"[的了在为将对把被让使之其最]|[一二三四五六七八九十]是|我们|有效|进一步|不断")
# A clause with a verb of its own inside what would be the name speaks of something else.
_VERBAL = regex.compile(
    r"创建|争创|申办|探索|设立|成立|组建|培育|引进|争取|健全|深化|优化|拓展|带动|依托|吸引|鼓励|形成|构建|我国|当前|专项(?!债)|\A(?:项目|工程(?!大学|车))|以后|以来"
)
# …and one of building leads on to the name: “与某地共建年产百万台的项目”.
_LEADS_ON = regex.compile(
    r".*(?P<v>启动|建设(?!工程|项目|用地|者|基地|银行|中心|兵团|路|和|与)|共建|打造|推进|实施|引进|投资建设|承建)"
)
_ASIDE = regex.compile(
    r"\A\s*(?:围绕|结合|根据|按照|针对|借助|抢抓|通过|为了|坚持|聚焦|立足|把握|随着|鼓励|引导|严禁|防止|不搞|不能)"
)
_LIGHT = regex.compile(
    r"(?:的)?(?:规划|施工)?(?:建设)?(?:进度|步伐|力度|工作|速度|进程|手续|步骤|节奏|任务)+\Z"
)
_AFTER_LABEL = regex.compile(r"(?<=项目|工程)(?:主体)?\d[\d.]*[个座条处栋].*\Z")
_BY_WAY = regex.compile(
    r"为(?:代表|龙头|依托|重点|主|载体|牵引|原料|核心|引领|抓手|支撑|基础|契机|突破口|目标|主题|中心|主体)"
)
_OTHER_LISTS = regex.compile(
    r"(?:领域|方面|工作|行动|机制|任务|举措|问题|环节|产业|企业|政策|制度|措施|活动|行业|内容|事项|服务|规划|方案|改革|试点|地区|城市)\Z"
)
# Words that make a common name mean many.
_MANY = regex.compile(
    r"各|乡镇|镇村|村级|乡村|农村|社区|基层|重点|重大|一批|全[省市县区]|中小|小微|[县镇村]级|类|两|多|等|园区|骨干|主干|这|该|其|所有|配套"
)
# “书香某城”, “平安某城”: an aim, nothing that is built.
_VISION = regex.compile(
    r"\A(?:书香|平安|法治|美丽|健康|海绵|智慧|幸福|数字|无废|和美|文明|诚信|信用|效率|品质|宜居|韧性|品牌|质量|法制|绿色|森林|生态)[^、]*城\Z"
)
_BUILT = frozenset(("签约", "落地", "开工", "续建", "竣工", "投产", "达产", "在建", "前期"))
_LONGEST = 44


class Item(msgspec.Struct):
    """A project named in a list. ``whole_start`` is where its amount begins if that stands before the name."""

    name: str
    start: int
    end: int
    whole_start: int
    amount: str | None = None
    label: str | None = None
    place: str | None = None
    capacity: str | None = None
    who: str | None = None


class Listing(msgspec.Struct, frozen=True):
    """The list part of a clause: its text and place, the verbs before and what is said after."""

    text: str
    at: int
    lead: stages.Lead
    saying: stages.Said | None
    enumerated: bool
    local: bool


class _Part(msgspec.Struct):
    """One item while the list is read; ``etc`` is the label of the count that closes the list at it."""

    name: str
    start: int
    end: int
    whole_start: int
    amount: str | None
    sort: Sort
    ruled: stages.Lead
    etc: regex.Match[str] | None = None
    shared: str = ""


def read_list(listing: Listing) -> list[tuple[Item, stages.Lead]]:
    """The named projects of a list, each with the verbs that rule it."""
    if _BY_WAY.search(listing.text) or _ASIDE.match(listing.text):
        return []
    parts = _parts(listing)
    if not parts:
        return []
    closing = next((p.etc for p in reversed(parts) if p.etc), None)
    label = _LIGHT.sub("", closing["label"]).rstrip("早快再也均都已的") if closing else ""
    counted = bool(closing and closing["count"])
    listed = _listed(label) if closing else False
    amounts = [p.amount for p in parts]
    joint = amounts[0] is not None and not any(amounts[1:]) and (len(parts) > 1 or counted)
    class_stage = stages.classed(label) if label else None
    strong = _strong(listing)
    if closing and not listed:
        if _OTHER_LISTS.search(label):
            return []
        parts = [p for p in parts if p.sort != "none"]
    if not parts:
        return []
    if not joint:
        _share(parts, label, counted)
    among = (listed or strong) and 2 * sum(proper(p.name) for p in parts) >= len(parts)
    kept = [p for p in parts if _is_project(p, listing, listed, strong, among)]
    if not kept:
        return []
    if joint or (counted and _CAPACITY.search(label)) or (label and _INSIDE.search(label)):
        return [(_bundle(kept, parts, listing, closing, class_stage), kept[0].ruled)]
    return [(_item(p, class_stage), p.ruled) for p in kept]


def _strong(listing: Listing) -> bool:
    """Whether a word other than one of going on speaks of the list."""
    words = [*listing.lead.words, *(listing.saying.words if listing.saying else ())]
    return any(not w.weak and w.stage in _BUILT for w in words)


def _brief(listing: Listing) -> bool:
    """Whether the strong word is said of the list shortly, or is a verb of building that rules it."""
    if listing.saying and any(not w.weak for w in listing.saying.words):
        return listing.saying.left <= 12
    return regex.search(r"开工|建成|投产|签约|竣工|投用|通车|续建", listing.lead.verb) is not None


def _listed(label: str) -> bool:
    """Whether what closes the list says that its items are projects (“等25个续建项目”, “等”)."""
    bare = label.strip()
    return not bare or head_of(bare)[1] in ("label", "site", "single", "unique", "area", "work")


# -- items -----------------------------------------------------------------------------------------------------


def _parts(listing: Listing) -> list[_Part]:
    out: list[_Part] = []
    carried: tuple[str, int] | None = None
    ruled = listing.lead
    for piece in split(listing.text):
        if out:
            led = stages.lead(mask(piece.text))
            if led.verb and led.end < len(piece.text) - 1:
                ruled = led
                piece = Piece(piece.text[led.end :], piece.at + led.end)
        part, money = _part(piece, listing.at, ruled)
        if part is None:
            carried = money or carried
            continue
        if part.amount is None and carried is not None:
            part.amount, part.whole_start = carried
        carried = None
        out.append(part)
    return out


def _part(piece: Piece, at: int, ruled: stages.Lead) -> tuple[_Part | None, tuple[str, int] | None]:
    """One item, or only the money that the next one costs (“总投资50亿元、占地300亩的…”)."""
    text, start = piece.text, piece.at
    end = start + len(text)
    amount: str | None = None
    whole = at + start
    etc = _ETC.search(text)
    if etc and mask(text)[etc.start()] == "等":
        text = text[: etc.start()]
        end = start + len(text)
    else:
        etc = None
    opened = _OPENING.match(text)
    if opened:
        text, start = text[opened.end() :], start + opened.end()
    money = _AMOUNT.match(text)
    if money and (money["of"] or "投资" in money[0]):
        amount = money["amount"]
        text, start = text[money.end() :], start + money.end()
        if not text.strip():
            return None, (amount, whole)
    else:
        inside = _INSIDE.search(text)
        if inside:
            amount = inside["amount"]
            text, start = text[inside.end() :], start + inside.end()
    bracket = _BRACKETED.search(text)
    if bracket:
        amount = amount or bracket["amount"]
        if bracket.end() == len(text):
            text = text[: bracket.start()]
            end = start + len(text)
    cut = mask(text).rfind("的")
    if 0 < cut < len(text) - 3:
        text, start = text[cut + 1 :], start + cut + 1
    for trim in (_LIGHT, _AFTER_LABEL):
        text = trim.sub("", text) if etc is None else text
    led_on = _LEADS_ON.match(mask(text))
    if led_on and len(text) - led_on.end() >= 3:
        text, start = text[led_on.end() :], start + led_on.end()
        ruled = stages.lead(led_on["v"])
    stripped = text.strip()
    start += len(text) - len(text.lstrip())
    if not stripped:
        return None, None
    sort = head_of(stripped)[1]
    return _Part(stripped, at + start, at + start + len(stripped), whole, amount, sort, ruled, etc), None


def _is_project(p: _Part, listing: Listing, listed: bool, strong: bool, among: bool) -> bool:
    """``listed``: the list says it holds projects; ``among``: another of its items has a name of its own."""
    name = p.name
    if not 2 < len(name) <= _LONGEST or _COUNTED.match(name) or _TRAILING_COUNT.search(name):
        return False
    head, sort = head_of(name)
    if (head == "工程" and campaign(name)) or _VERBAL.search(mask(name)) or _VISION.match(name):
        return False
    if sort == "none":
        if _TALK.search(mask(name)) or not proper(name) or (_ABSTRACT.search(name) and not listed):
            return False
        return listed or p.amount is not None or (strong and len(name) <= 24 and _brief(listing))
    if head == name:
        return False
    if not strong and not listed and listing.lead.verb == "打造" and sort != "label":
        return False
    if (
        head == "工程"
        and not strong
        and not listed
        and head_of(name[:-2])[1] == "none"
        and not listing.enumerated
    ):
        return False
    if proper(name) or (len(p.shared) <= 4 and proper(p.shared, 1)):
        return not _TALK.search(mask(name)[:-1]) or sort in ("label", "site", "single")
    if listing.enumerated:
        return len(name) >= 5
    single = sort == "unique" or (sort in ("site", "single", "label") and institution(name))
    if sort == "single" and strong and listing.local and len(name) >= 4 and not _MANY.search(name):
        return True
    if single:
        return strong or listed or bool(listing.lead.words)
    return among and sort in ("site", "single", "area", "label") and not _MANY.search(name)


# -- shared words ----------------------------------------------------------------------------------------------


def _share(parts: list[_Part], label: str, counted: bool) -> None:
    """Gives items without a last word of their own the one that closes the list."""
    if label:
        tail = _tail_of_label(label.strip(), counted)
        for p in parts:
            _give(p, tail)
        return
    if len(parts) < 2 or parts[-1].sort == "none":
        return
    last = parts[-1]
    head = head_of(last.name)[0]
    tail = tail_of(last.name) or head
    if last.sort == "work":
        tail = head
        site = head_of(last.name[: -len(head)])[0]
        for p in parts[:-1]:
            if site and p.sort in ("site", "single", "area", "unique") and p.name.endswith(site[-1]):
                p.name += head
    if last.sort == "label":
        for p in parts[:-1]:
            if len(p.name) <= 5:
                _give(p, tail_of(last.name))
        return
    for p in reversed(parts[:-1]):
        if p.sort == "work":
            tail = head_of(p.name)[0]
        _give(p, tail)


def _tail_of_label(label: str, counted: bool) -> str:
    """What the words that close a list add to its items: 高速公路 of “等高速公路项目”, nothing of “等25个续建项目”."""
    core = regex.sub(r"(?:等)?(?:建设)?(?:项目|工程)\Z", "", label)
    if _WORK_OF_CLASS.match(core):
        return ""
    tail = ""
    if head_of(core)[1] != "none":
        tail = core
    elif head_of(label)[1] == "label":
        tail = "" if counted else label
    elif head_of(label)[1] != "none":
        tail = label
    return regex.sub(r"\A(?:一批|重[点大要]|大型|省级|市级|新建|续建)+", "", tail) if len(tail) <= 14 else ""


def _give(p: _Part, tail: str) -> None:
    if tail and p.sort == "none":
        p.shared, p.name = p.name, p.name + tail
        p.sort = head_of(p.name)[1]


# -- results ---------------------------------------------------------------------------------------------------


def _bundle(
    kept: list[_Part],
    parts: list[_Part],
    listing: Listing,
    closing: regex.Match[str] | None,
    stage: str | None,
) -> Item:
    """One entry for several things with one amount, or one capacity."""
    first, last = kept[0], parts[-1]
    end = last.end + (len(closing[0]) if closing else 0)
    name = listing.text[first.start - listing.at : end - listing.at]
    amount = first.amount
    if closing and amount is None and (inside := _INSIDE.search(closing["label"])):
        amount = inside["amount"]
    return Item(name.strip(), first.start, end, first.whole_start, amount, stage, None, _capacity(name), None)


def _item(p: _Part, stage: str | None) -> Item:
    who = _WHO.match(p.name)
    return Item(
        p.name,
        p.start,
        p.end,
        p.whole_start,
        p.amount,
        stage,
        None,
        _capacity(p.name),
        who[0] if who else None,
    )


def _capacity(name: str) -> str | None:
    m = _CAPACITY.search(name)
    return m[0] if m else None
