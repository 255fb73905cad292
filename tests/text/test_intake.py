"""What counts as a government work report, and what is said of what does not."""

from __future__ import annotations

import pytest
from made_report import CLOSING, HEAD, OPENING, PLAN, REVIEW, TITLE, paragraphs

from luoshi.errors import NoReportFound
from luoshi.text.intake import take_in

MEETING = "——2031年1月12日在青禾县第九届人民代表大会第三次会议上"
FIGURES = "全年地区生产总值增长6.1%，固定资产投资增长4.4%，社会消费品零售总额达到21.3亿元，比上年增长5.2%。"


def taken(*lines: str) -> str:
    (source,) = take_in("a.txt", "\n".join(lines).encode())
    return source.text


@pytest.mark.parametrize(
    "lines",
    [
        paragraphs(),
        ["各位代表：", OPENING, *REVIEW, *PLAN],
        [TITLE, *REVIEW, *PLAN],
        [*REVIEW, *PLAN, CLOSING],
        [*HEAD, *REVIEW, *PLAN],
        [*HEAD, "各位委员：", OPENING, *REVIEW],
        ["".join(paragraphs())],
        [" ".join(paragraphs())],
        ["政 府 工 作 报 告", "各 位 代 表：", OPENING, *REVIEW],
        ["1956年国务院政府工作报告", "关于1955年国家决算和1956年国家预算的报告", MEETING, "各位代表：", OPENING, *REVIEW],
        ["关于一九五八年度国民经济计划草案的报告", MEETING, "国务院副总理 林一川", "各位代表：", "我代表国务院，向大会提出关于计划草案的报告，请予审议。", *REVIEW],
    ],
)  # fmt: skip
def test_reports_of_every_form_are_taken(lines: list[str]) -> None:
    if lines == [*REVIEW, *PLAN, CLOSING]:
        lines = lines[:2] + [FIGURES] * 50 + lines[2:]  # no title, no opening: only a whole text is believed
    assert taken(*lines) == "\n".join(lines)


def test_news_style_copy_of_a_report() -> None:
    lead = "1月12日，青禾县第九届人民代表大会第三次会议开幕，县长林一川代表县人民政府作政府工作报告。"
    lines = ["奋力谱写新篇章", lead, "回眸2030", *REVIEW[1:], *[FIGURES] * 45, "展望2031", *PLAN[1:]]
    assert taken(*lines) == "\n".join(lines)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("统计公报", ["青禾县2030年国民经济和社会发展统计公报", "青禾县统计局", *[FIGURES] * 30]),
        ("规划", ["青禾县国民经济和社会发展第十七个五年规划纲要", "第一章 发展环境", *REVIEW[1:], *PLAN, *[FIGURES] * 60]),
        (
            "计划报告",
            ["关于青禾县2030年国民经济和社会发展计划执行情况与2031年计划草案的报告", MEETING, "青禾县发展和改革局局长 周一舟",
             "各位代表：", "受县人民政府委托，现将2030年国民经济和社会发展计划执行情况与2031年计划草案提请大会审议，并请政协委员提出意见。",
             *REVIEW[1:], *PLAN, *[FIGURES] * 40],
        ),
        (
            "预算报告",
            ["关于青禾县2030年预算执行情况和2031年预算草案的报告", MEETING, "青禾县财政局局长 周一舟", "各位代表：",
             "受县人民政府委托，向大会报告2030年预算执行情况，请予审议。", *[FIGURES] * 40, *PLAN],
        ),
        (
            "人大常委会",
            ["青禾县人民代表大会常务委员会工作报告", MEETING, "各位代表：", "我受县人大常委会委托，向大会报告工作，请予审议。",
             *REVIEW, *PLAN],
        ),
        (
            "新闻报道",
            ["青禾县九届人大三次会议隆重开幕", "本报讯（记者 张三）1月12日，青禾县第九届人民代表大会第三次会议开幕。县长林一川代表县人民政府作政府工作报告。",
             "林一川在报告中回顾了过去一年的工作，提出了今年的主要预期目标。", "会议由李四主持。"],
        ),
        ("决议", ["关于青禾县人民政府工作报告的决议", "青禾县第九届人民代表大会第三次会议审议了县长林一川所作的政府工作报告，决定批准这个报告。"]),
        ("解读", ["一图读懂2031年青禾县政府工作报告", *REVIEW[1:], *PLAN, *[FIGURES] * 40]),
        ("分工", ["关于印发2031年政府工作报告重点任务分工方案的通知", *PLAN, *[FIGURES] * 40]),
        ("计划", ["关于青禾县2030年上半年国民经济和社会发展计划执行情况的报告", "主任、各位副主任、各位委员：",
                "受县人民政府委托，我代表县人民政府向会议报告上半年计划执行情况，请予审议。", *[FIGURES] * 30, "下半年重点工作"]),
        ("专项", ["青禾县人民政府2030年法治政府建设工作报告", "一、主要工作和成效", *[FIGURES] * 30, "二、2031年工作安排，建设法治政府"]),
        ("专项", ["青禾县人民政府2030年政府信息公开工作年度报告", "一、工作回顾", *[FIGURES] * 30, "二、2031年工作安排"]),
        ("专项", ["青禾县人民政府关于代表建议办理情况的报告", "主任、各位副主任、各位委员：",
                "我代表县人民政府，向会议报告代表建议办理情况，请予审议。", "一、工作回顾", *[FIGURES] * 30, "二、下一步工作安排"]),
        ("法院", ["青禾县人民法院工作报告", MEETING, "院长 周一舟", "各位代表：", "现在，我代表县人民法院向大会报告工作，请予审议。",
                *REVIEW, *PLAN, CLOSING]),
        ("检察院", ["工作报告", MEETING, "各位代表：", "现在，我代表县人民检察院向大会报告工作，请予审议。", *REVIEW, *PLAN, CLOSING]),
        ("政协", ["中国人民政治协商会议青禾县委员会常务委员会工作报告", "各位委员：", "我受县政协常务委员会委托，向大会报告工作。",
                *REVIEW, *PLAN]),
        ("党代会", ["凝心聚力 为建设富裕美丽青禾而奋斗", "——在中国共产党青禾县第十五次代表大会上的报告", "各位代表，同志们：",
                 "现在，我代表中国共产党青禾县第十四届委员会向大会作报告，请予审议。", *REVIEW, *PLAN, "同志们！让我们努力奋斗！"]),
        ("没有找到", ["在全县经济工作会议上的讲话", "同志们：", "今天会议的主要任务是总结2030年工作、部署2031年工作。", *REVIEW[1:], *PLAN,
                  *[FIGURES] * 40]),
        ("只有标题", [TITLE, "附件下载", "2031年青禾县政府工作报告.doc"]),
    ],
)  # fmt: skip
def test_what_is_no_report_is_named(kind: str, lines: list[str]) -> None:
    with pytest.raises(NoReportFound, match=kind) as caught:
        taken(*lines)
    assert caught.value.path == "a.txt"


def test_other_texts_are_no_reports() -> None:
    for text in (
        "春眠不觉晓，处处闻啼鸟。" * 400,
        "x" * 5000,
        "各位代表",
        "政府工作报告",
        "The quick brown fox. " * 500,
    ):
        with pytest.raises(NoReportFound):
            take_in("a.txt", text.encode())


def test_same_bytes_give_the_same_reading() -> None:
    data = "\n".join(paragraphs()).encode()
    assert take_in("a.txt", data) == take_in("a.txt", data)
