"""A reading made by hand, of an invented report: everything the pages must show, with no reading rule involved."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from luoshi.facts.reading import SCHEMA, Reading, Source
from luoshi.facts.shapes import (
    Commitment,
    Element,
    GlossaryEntry,
    Honour,
    InheritedPledge,
    Measure,
    Mechanism,
    Pledge,
    Problem,
    Project,
    Responsibility,
    Task,
)
from luoshi.report.report import Header, Section
from luoshi.text.traced import Repair, Segment

TEXT = """政府工作报告
2031年2月6日在青禾县第九届人民代表大会第三次会议上
县长 方知远
各位代表:
现在,我代表县人民政府,向大会报告工作,请予审议。
一、2030年工作回顾
过去一年,我们稳中求进。全年地区生产总值完成92.5亿元,增长6.4%;城乡居民人均可支配收入分别增长5.1%和7.3%。
——坚持产业强县,动能更加充沛。新建蔬菜大棚320座,单位能耗下降3.2%。全县游客量达到26万人次。
我们也清醒看到:一是产业层次不高,龙头企业偏少。二是财政收支矛盾突出。
二、2031年工作安排
今年主要预期目标是:地区生产总值增长6.5%左右,固定资产投资增长8%以上,城镇调查失业率控制在5.5%以内,居民收入增长与经济增长同步,单位能耗下降3%以上,完成市下达的节能任务。
(一)聚力产业转型。建成标准化厂房4万平方米,力争引进企业12家。
要办好10件民生实事。1.新建幼儿园2所,新增学位540个。2.改造老旧小区18个。
各位代表,让我们共同奋斗!
"""


def span(quote: str, after: str = "", text: str = TEXT) -> tuple[int, int]:
    """Where ``quote`` stands, first after ``after``."""
    at = text.index(quote, text.index(after) if after else 0)
    return at, at + len(quote)


def measure(n: int, quote: str, name: str, section: str, after: str = "", **more: Any) -> Measure:
    start, end = span(quote, after)
    fields: dict[str, Any] = {
        "indicator": None, "indicator_id": None, "kind": "level", "op": "=", "value": None, "high": None,
        "unit": None, "period": "2030", "status": "actual", "rule": "made",
    }  # fmt: skip
    return Measure(f"{n:010x}", section, start, end, name=name, **(fields | more))


def _sections() -> tuple[Section, ...]:
    end = len(TEXT)
    review, problems = TEXT.index("一、2030年"), TEXT.index("我们也清醒")
    tasks, goals, first = TEXT.index("二、2031年"), TEXT.index("今年主要"), TEXT.index("(一)聚力")
    pledges, closing = TEXT.index("要办好"), TEXT.index("各位代表,让")
    run_in = TEXT.index("——坚持产业强县")
    return (
        Section("s1", None, 1, "front", None, 0, review),
        Section("s2", None, 1, "review", "一、2030年工作回顾", review, tasks),
        Section("s3", "s2", 2, "review", "——坚持产业强县,动能更加充沛", run_in, problems),
        Section("s4", "s2", 2, "problems", None, problems, tasks),
        Section("s5", None, 1, "tasks", "二、2031年工作安排", tasks, closing),
        Section("s6", "s5", 2, "targets", None, goals, first),
        Section("s7", "s5", 2, "tasks", "(一)聚力产业转型", first, pledges),
        Section("s8", "s5", 2, "pledges", None, pledges, closing),
        Section("s9", None, 1, "closing", None, closing, end),
    )


def _measures() -> tuple[Measure, ...]:
    aim: dict[str, Any] = {"period": "2031", "status": "target", "kind": "growth", "unit": "%"}
    work: dict[str, Any] = {"period": "2031", "status": "target"}
    income = "城乡居民人均可支配收入分别增长5.1%和7.3%"
    return (
        measure(1, "地区生产总值完成92.5亿元", "地区生产总值", "s2", indicator="地区生产总值", value=92.5, unit="亿元"),
        measure(2, "增长6.4%", "地区生产总值", "s2", kind="growth", value=6.4, unit="%", rate="yoy"),
        # Two measures of one span: a shared list.
        measure(3, income, "城镇居民人均可支配收入", "s2", kind="growth", value=5.1, unit="%"),
        measure(4, income, "农村居民人均可支配收入", "s2", kind="growth", value=7.3, unit="%"),
        measure(5, "新建蔬菜大棚320座", "新建蔬菜大棚", "s3", value=320, unit="座"),
        measure(6, "单位能耗下降3.2%", "单位能耗", "s3", kind="growth", value=-3.2, unit="%", flags=("ambiguous_period",)),
        measure(7, "全县游客量达到26万人次", "游客量", "s3", value=26, unit="万人次", period=None),
        measure(8, "地区生产总值增长6.5%左右", "地区生产总值", "s6", op="~", value=6.5, firmness="plain", **aim),
        measure(9, "固定资产投资增长8%以上", "固定资产投资", "s6", op=">=", value=8, firmness="strive", **aim),
        measure(10, "城镇调查失业率控制在5.5%以内", "城镇调查失业率", "s6", op="<=", value=5.5, **(aim | {"kind": "level"})),
        measure(11, "居民收入增长与经济增长同步", "居民收入", "s6", op="sync", ref="经济增长", **(aim | {"unit": None})),
        measure(12, "单位能耗下降3%以上", "单位能耗", "s6", op="<=", value=-3, **aim),
        measure(13, "完成市下达的节能任务", "节能", "s6", op="assigned", ref="市下达的节能任务", **(aim | {"unit": None})),
        measure(14, "建成标准化厂房4万平方米", "建成标准化厂房", "s7", value=4, unit="万平方米", **work),
        measure(15, "引进企业12家", "引进企业", "s7", value=12, unit="家", firmness="strive", **work),
        measure(16, "新建幼儿园2所", "新建幼儿园", "s8", value=2, unit="所", **work),
        measure(17, "新增学位540个", "新增学位", "s8", value=540, unit="个", **work),
        measure(18, "改造老旧小区18个", "改造老旧小区", "s8", value=18, unit="个", **work),
    )  # fmt: skip


def _repairs() -> tuple[Repair, ...]:
    dropped = TEXT.index("各位代表:")
    pinyin, _ = span("清醒")
    inside, inside_end = span("大棚320座")
    script, _ = span("产业强县")
    return (
        Repair("boilerplate", dropped, dropped, 40, 60, "打印本页 关闭窗口"),
        Repair("script", script, script + 1, 100, 101, "產", 0.95),
        Repair("script", script + 1, script + 2, 101, 102, "業", 0.95),
        Repair("mojibake", inside, inside_end, 130, 136, "大棚3?0座", 0.6),
        Repair("pinyin", pinyin, pinyin + 2, 150, 158, "清(qing)醒", 0.9),
        Repair("layout", 5, 5, 5, 6, "\n"),
    )


def made(**changes: Any) -> Reading:
    """The reading; ``changes`` replace fields of it."""
    pledge1 = span("新建幼儿园2所,新增学位540个。")
    pledge2 = span("改造老旧小区18个。")
    fields: dict[str, Any] = {
        "schema": SCHEMA,
        "source": Source(
            "样例/青禾县2031.txt", sha256(TEXT.encode()).hexdigest(), "txt", "utf-8", 1, 1, "whole",
            _repairs(), (Segment(0, len(TEXT), 0, len(TEXT), "same"),), ("日期取自会议一行",),
        ),
        "text": TEXT,
        "header": Header(
            "青禾县", ("云岭省", "安川市", "青禾县"), None, "county", 2031, 2030,
            "青禾县第九届人民代表大会第三次会议", "2031-02-06", "方知远", "县长",
        ),
        "sections": _sections(),
        "measures": _measures(),
        "pledges": (
            Pledge(f"{101:010x}", 1, "新建幼儿园2所,新增学位540个", *pledge1, (f"{16:010x}", f"{17:010x}"), ("县教育局",), "竣工"),
            Pledge(f"{102:010x}", 2, "改造老旧小区18个", *pledge2, (f"{18:010x}",)),
        ),
        "inherited_pledges": (InheritedPledge(f"{103:010x}", "省", 10, *span("办好10件民生实事")),),
        "problems": (
            Problem(f"{201:010x}", *span("产业层次不高,龙头企业偏少")),
            Problem(f"{202:010x}", *span("财政收支矛盾突出")),
        ),
        "projects": (
            Project(f"{301:010x}", "标准化厂房", *span("标准化厂房"), "5亿元", "竣工", "建成", (f"{14:010x}",), "县产业园"),
        ),
        "tasks": (_task(),),
        "honours": (Honour(f"{501:010x}", *span("产业强县"), "产业强县", "province", "坚持"),),
        "mechanisms": (Mechanism(f"{601:010x}", *span("稳中求进"), "稳中求进", "list"),),
        "glossary": (
            GlossaryEntry(f"{701:010x}", "动能", "指推动发展的力量。", *span("让我们共同奋斗"), (span("动能"),)),
        ),
        "responsibilities": (
            Responsibility(f"{801:010x}", *span("10件民生实事"), "牵头单位", ("县政府办", "县民政局"), "年内", None, None),
        ),
    }  # fmt: skip
    return Reading(**(fields | changes))


def _task() -> Task:
    first, second = span("建成标准化厂房4万平方米"), span("力争引进企业12家")
    return Task(
        f"{401:010x}", first[0], second[1] + 1, "s7", True, "年底前", ("县工信局",), (f"{14:010x}", f"{15:010x}"),
        (f"{301:010x}",),
        (
            Commitment(f"{402:010x}", *first, "建成", "标准化厂房4万平方米", None, (f"{14:010x}",), (f"{301:010x}",)),
            Commitment(f"{403:010x}", *second, "引进", "企业12家", "年底前", (f"{15:010x}",)),
        ),
        (Element("quantity", *first),),
    )  # fmt: skip


# Long enough for a file that is to be read as a whole report.
LONG = "青禾县" + TEXT.replace(
    "(一)聚力产业转型。",
    "".join(
        f"({n})聚力第{n}件大事。" + "我们要坚持稳中求进,推进重点工程,改善民生,防范风险。" * 12 + "\n"
        for n in "二三四五六七八"
    )
    + "(一)聚力产业转型。",
)
