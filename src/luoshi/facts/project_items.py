"""Items of a list of projects (项目列举的一项): what money stands at it, what count closes it, what is its name.

“总投资50亿元的泓泽新材料产业园等36个项目” is one item with an amount, a name and a closing count.
"""

from __future__ import annotations

import re

import msgspec

from luoshi.facts import stages
from luoshi.facts.project_names import Piece, Sort, head_of, quoted_whole

_MONEY = r"\d[\d.]*\s?(?:余|多)?(?:百亿|千万|百万|亿|万)?(?:[美欧港日]|人民币)?元"
_HEDGE = r"(?:达到?|约|近|超过?|为|逾|高达|不低于|突破|\s)*"
_KIND_OF_SUM = r"(?:计划|估算|规划|概算|项目|协议|合同|固定资产)?(?:总|累计)?"
_AMOUNT = re.compile(
    rf"(?:{_KIND_OF_SUM}(?:投资|资金|引资)(?:额|总额|规模)?{_HEDGE})?"
    rf"(?P<amount>{_MONEY})(?:以上|左右|多|余)?(?P<of>[^、的]{{0,12}}的)?"
)
_BRACKETED = re.compile(
    rf"[(（](?:[^()（）]*?(?:投资|资金)[^()（）\d]{{0,6}}(?P<amount>{_MONEY}))[^()（）]*[)）]"
)
AMOUNT_INSIDE = re.compile(rf"投资(?:额)?{_HEDGE}(?P<amount>{_MONEY})(?:以上|左右)?的")
AMOUNT_AFTER = re.compile(
    rf"(?:该?项目)?{_KIND_OF_SUM}投资(?:额|规模)?{_HEDGE}(?P<amount>{_MONEY})(?:以上|左右)?\Z"
)
# 等 that closes a list, not 等级; a count closes it without: “某某、某某两个奶牛场”.
_CLOSES = r"等(?!级|离子|教育|学校|职业|院校|专科|额|距|效)|(?<!第)(?=(?:\d+|[两三四五六七八九十])[个项条座处所大][^\d]+\Z)"
_COUNT = r"(?:\d+|[一二三四五六七八九十两百]+)(?:余|多)?[个项条座处家所宗大]|一大?批|多[个项条座处]|一?系列"
_ETC = re.compile(rf"(?:{_CLOSES})(?P<count>{_COUNT})?(?P<label>[^等]*)\Z")
_COUNTING = re.compile(r"[\d两三四五六七八九十][个项条座处所大]")
_SEVERAL = re.compile(r"[\d一两几]+(?:余|多)?[个项批家]|多个")
_OPENING = re.compile(
    r"(?:[(（][一二三四五六七八九十\d]+[)）]|一个|包括|如|以|对|将|其中(?:包括)?|特别是|尤其是|头部企业|龙头企业|[我全本][省市县区]|总长|全长[\d.]+公里的|首[个条座家]|伴?随着|[)）”—\s])+"
)
_LEADS_ON = re.compile(
    r"(?=[启建共打推实引承])(?:启动|建设(?!工程|项目|用地|者|基地|银行|中心|兵团|路|和|与|改造|[及、]|运营)|共建|打造|推进|实施|引进|承建)"
)
_LIGHT = re.compile(
    r"(?:的)?(?:规划|施工)?(?:建设)?(?:进度|步伐|力度|工作|速度|进程|手续|步骤|节奏|任务)+\Z|的建设\Z|[要将已也均都正]\Z"
)
_LIGHT_ENDS = frozenset("度伐力作程续骤奏务设要将已也均都正")
_AFTER_LABEL = re.compile(
    r"(?<=[线段路])共\d[\d.]*公里.*\Z|(?<=项目|工程)(?:主体)?\d[\d.]*[个座条处栋][一-龥].*\Z"
)


class Part(msgspec.Struct):
    """One item while the list is read.

    ``whole_start`` is where its amount begins if that stands before the name; ``etc`` the words that close the list at
    it (groups count, label); ``shared`` its name before it got the last words of another.
    """

    name: str
    start: int
    end: int
    whole_start: int
    amount: str | None
    sort: Sort
    ruled: stages.Lead
    etc: re.Match[str] | None = None
    shared: str = ""


def light(words: str) -> str:
    """``words`` without a closing word of progress (进度, 前期工作)."""
    return _LIGHT.sub("", words)


def read_items(pieces: list[Piece], at: int, lead: stages.Lead) -> list[Part]:
    """The items of a list that begins at ``at``, each with the verbs that rule it: a verb inside rules from there on."""
    out: list[Part] = []
    carried: tuple[str, int] | None = None
    ruled = lead
    for piece in pieces:
        if out and stages.may_lead(piece.text):
            led = stages.lead(piece.masked)
            if led.verb and led.end < len(piece.text) - 1:
                ruled = led
                piece = piece.after(led.end)
        part, money = _part(piece, at, ruled)
        if part is not None and not lead.words:
            ruled = part.ruled
        if part is None:
            carried = money or carried
            continue
        if part.amount is None and carried is not None:
            part.amount, part.whole_start = carried
        carried = None
        out.append(part)
    return out


def _part(piece: Piece, at: int, ruled: stages.Lead) -> tuple[Part | None, tuple[str, int] | None]:
    """One item, or only the money that the next one costs (“总投资50亿元、占地300亩的…”)."""
    whole = at + piece.at
    amount: str | None = None
    etc = _ETC.search(piece.text) if _may_close(piece.masked) else None
    if etc and etc.start() > 0 and piece.masked[etc.start()] != "＃":
        piece = piece.upto(etc.start())
    else:
        etc = None
    opened = _OPENING.match(piece.text)
    if opened:
        piece = piece.after(opened.end())
    if "元" in piece.text:
        piece, amount = _money(piece)
        if amount and not piece.text.strip():
            return None, (amount, whole)
    if "的" in piece.masked:
        cut = piece.masked.rfind("的")
        if 0 < cut < len(piece.text) - 3:
            piece = piece.after(cut + 1)
    dash = piece.masked.rfind("——")
    if 0 < dash < len(piece.text) - 4 and head_of(piece.text[:dash])[1] != "none":  # “首个园区——某某园区”
        piece = piece.after(dash + 2)
    if etc is None:
        piece = _trimmed(piece)
    piece = _built(piece)
    verbs = [m for m in _LEADS_ON.finditer(piece.masked) if len(piece.text) - m.end() >= 2]
    if verbs:  # “与某地共建年产百万台的项目”
        ruled = stages.lead(verbs[-1][0])
        piece = piece.after(verbs[-1].end())
        piece = piece.after(int(piece.text.startswith("了")))
    if quoted_whole(piece.text, alone=True):
        piece = piece.upto(len(piece.text) - 1).after(1)
    name = piece.text.strip()
    if not name:
        return None, None
    start = at + piece.at + len(piece.text) - len(piece.text.lstrip())
    return Part(name, start, start + len(name), whole, amount, head_of(name)[1], ruled, etc), None


def _trimmed(piece: Piece) -> Piece:
    """The item without a closing word of progress, and without what is counted behind its label."""
    text = piece.text
    if text[-1:] in _LIGHT_ENDS:
        text = _LIGHT.sub("", text)
    if "项目" in text or "工程" in text or "共" in text:
        text = _AFTER_LABEL.sub("", text)
    return piece if len(text) == len(piece.text) else piece.upto(len(text))


def _built(piece: Piece) -> Piece:
    """“某机场航站楼建设、某港扩建”: what is built, without the word that says so."""
    if piece.text.endswith("建设") and head_of(piece.text[:-2])[1] in ("site", "single", "unique"):
        return piece.upto(len(piece.text) - 2)
    return piece


def _may_close(text: str) -> bool:
    return "等" in text or _COUNTING.search(text) is not None


def _money(piece: Piece) -> tuple[Piece, str | None]:
    """The item without the money that stands before, in or behind it, and that money."""
    amount: str | None = None
    money = _AMOUNT.match(piece.text)
    if money and (money["of"] or "投资" in money[0]):
        amount = money["amount"]
        piece = piece.after(money.end())
    elif inside := AMOUNT_INSIDE.search(piece.text):
        if not _SEVERAL.search(piece.text, 0, inside.start()):
            amount = inside["amount"]
        piece = piece.after(inside.end())
    bracket = _BRACKETED.search(piece.text)
    if bracket:
        amount = amount or bracket["amount"]
        if bracket.end() == len(piece.text):
            piece = piece.upto(bracket.start())
    return piece, amount
