"""Headers of invented heads: every level, spelling and damage that real ones show. Places are real only where codes matter."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.report.completeness import judge
from luoshi.report.header import read_header
from luoshi.report.report import Header
from luoshi.text.source import SourceText

BODY = "一、2020年工作回顾\n2020年是很不平凡的一年。\n二、2021年工作安排\n做好今年工作，意义重大。\n"


def source(text: str, path: str = "a.txt", raw: str | None = None) -> SourceText:
    return SourceText(path, "0" * 64, "txt", "utf-8", text, text if raw is None else raw, ())


def header(text: str, path: str = "a.txt", raw: str | None = None) -> Header:
    return read_header(source(text, path, raw))[0]


def warnings(text: str, path: str = "a.txt") -> str:
    return "；".join(read_header(source(text, path))[1])


def test_head_on_lines_of_its_own() -> None:
    h = header(
        "政府工作报告\n——2024年2月21日在运城市盐湖区第十七届人民代表大会第四次会议上\n盐湖区人民政府区长　张　明\n"
        "各位代表：\n现在，我代表区人民政府，向大会报告工作。\n一、2023年工作回顾\n二、2024年工作安排\n"
    )
    assert h == Header(
        jurisdiction="盐湖区",
        path=("山西省", "运城市", "盐湖区"),
        code="140802",
        level="county",
        work_year=2024,
        review_year=2023,
        meeting="运城市盐湖区第十七届人民代表大会第四次会议",
        meeting_date="2024-02-21",
        speaker="张明",
        speaker_title="区长",
    )


def test_head_glued_into_one_line() -> None:
    h = header(
        "【柳河招商】2021年柳河县政府工作报告 2021年1月5日在柳河县第十六届人民代表大会第六次会议上县人民政府代县长;李明各位代表:现在,我代表县人民政府报告工作。"
        + BODY
    )
    assert (h.speaker, h.speaker_title, h.meeting_date) == ("李明", "代县长", "2021-01-05")
    assert h.meeting == "柳河县第十六届人民代表大会第六次会议"
    assert (h.jurisdiction, h.work_year) == ("柳河县", 2021)


def test_head_cut_to_its_end() -> None:
    h = header("第五次会议上青山市柳河区区长李明各位代表:现在,我代表区人民政府报告工作。" + BODY)
    assert (h.jurisdiction, h.path, h.code, h.level) == ("柳河区", ("青山市", "柳河区"), None, "county")
    assert (h.speaker, h.speaker_title, h.meeting, h.meeting_date) == ("李明", "区长", None, None)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2021年1月25日", "2021-01-25"),
        ("２０２１年１月２５日", "2021-01-25"),
        ("二〇〇三年一月十六日", "2003-01-16"),
        ("二○○三年一月十六日", "2003-01-16"),
        ("二ＯＯ三年十二月三十一日", "2003-12-31"),
        ("二0一四年元月五日", "2014-01-05"),
        ("1964年12月21日和22日", "1964-12-21"),
        ("2018年1月10日至13日", "2018-01-10"),
        ("2021 年 1 月 25 日", "2021-01-25"),
        ("2022年1月", "2022-01"),
        ("2021.1.18", "2021-01-18"),
    ],
)
def test_days(printed: str, iso: str) -> None:
    h = header(
        f"政府工作报告\n{printed}在柳河县第十六届人民代表大会第六次会议上\n县长 李明\n各位代表：\n现在，我代表县人民政府报告工作。\n"
    )
    assert h.meeting_date == iso
    assert h.meeting == "柳河县第十六届人民代表大会第六次会议"


def test_day_of_the_page_is_not_the_congress() -> None:
    h = header(
        "柳河县政府工作报告\n发布时间：2023年3月30日 来源：县政府办\n各位代表：\n我代表县人民政府报告工作。\n"
        + BODY
    )
    assert h.meeting_date is None


def test_day_without_year_has_the_work_year() -> None:
    text = "2月5日，柳河县第十六届人民代表大会第六次会议开幕，县长李明代表柳河县人民政府向大会作政府工作报告。\n回顾2020\n过去一年，全县上下齐心。\n2021年工作的总体要求是稳中求进。"
    h = header(text)
    assert (h.meeting_date, h.speaker, h.speaker_title, h.work_year) == ("2021-02-05", "李明", "县长", 2021)


@pytest.mark.parametrize(
    ("printed", "name", "title"),
    [
        ("县长 李明", "李明", "县长"),
        ("县长：李　明　", "李明", "县长"),
        ("县人民政府代县长;李明", "李明", "代县长"),
        ("柳河县人民政府代理县长 李建国", "李建国", "代理县长"),
        ("县委副书记、县长 李 建 国", "李建国", "县长"),
        ("代县长 欧阳 明", "欧阳明", "代县长"),
        ("自治区主席艾力·买买提", "艾力·买买提", "主席"),
        ("自治区主席艾力•买买提", "艾力·买买提", "主席"),
        ("自治区代主席 乌兰其其格", "乌兰其其格", "代主席"),
        ("国务院副总理兼国家计划委员会主任 李明", "李明", "副总理兼国家计划委员会主任"),
        ("旗长 包 格日勒图", "包格日勒图", "旗长"),
        ("李　明", "李明", None),
        ("", None, None),
    ],
)
def test_speakers(printed: str, name: str | None, title: str | None) -> None:
    h = header(
        f"政府工作报告\n——2021年1月5日在柳河县第十六届人民代表大会第六次会议上\n{printed}\n各位代表：\n我代表县人民政府报告工作。\n"
    )
    assert (h.speaker, h.speaker_title) == (name, title)


def test_portal_navigation_is_no_speaker() -> None:
    h = header(
        "首页 政务公开 市长信箱 市长 活动\n柳河县政府工作报告\n2021年1月5日在柳河县第十六届人民代表大会第六次会议上\n各位代表：\n我代表县人民政府报告工作。"
    )
    assert h.speaker is None


@pytest.mark.parametrize(
    ("day", "plan", "year"),
    [
        ("2023年12月28日", "一、2023年工作回顾\n二、2024年工作安排\n", 2024),
        ("2023年12月28日", "一、今年工作回顾\n二、明年工作安排\n", 2024),
        ("2023年11月30日", "关于今后的方针\n", 2024),
        (
            "2023年12月28日",
            "一、2022年工作回顾\n二、2023年工作安排\n2023年工作的总体要求是\n",
            2023,
        ),  # put off
        ("2023年2月28日", "一、2022年工作回顾\n二、2023年工作安排\n", 2023),
        ("2021年8月23日", "一、过去五年工作回顾\n二、今后五年目标\n三、2021年下半年重点工作\n", 2021),
    ],
)
def test_year_of_the_congress(day: str, plan: str, year: int) -> None:
    h = header(
        f"政府工作报告\n——{day}在柳河县第十六届人民代表大会第六次会议上\n县长 李明\n各位代表：\n我代表县人民政府报告工作。\n{plan}"
    )
    assert (h.work_year, h.review_year) == (year, year - 1)


def test_years_from_headings_alone() -> None:
    h = header(
        "各位代表：\n我代表柳河县人民政府报告工作。\n一、2018年工作回顾\n比2010年翻了一番，比2010年增长，由2010年的3亿元提高。\n二、2019年工作安排\n到2025年基本建成。"
    )
    assert (h.work_year, h.review_year) == (2019, 2018)


def test_other_reports_listed_behind_have_no_say() -> None:
    others = "\n".join(f"2025年{c}县政府工作报告" for c in "甲乙丙丁戊己庚辛壬癸") * 3
    h = header(
        "各位代表：\n我代表柳河县人民政府报告工作。\n一、2018年工作回顾\n二、2019年工作安排\n2019年经济社会发展的主要预期目标是\n"
        + others
    )
    assert h.work_year == 2019


def test_a_date_that_the_text_denies_is_told() -> None:
    text = "柳河县2003年政府工作报告\n（2010年2月20日 李明）\n各位代表，我代表县人民政府报告工作。\n一、过去五年工作回顾\n2002年全县增长。\n2002年是极不平凡的一年，2002年实现\n二、2003年工作安排\n2003年工作的总体要求\n2003年经济社会发展的主要预期目标\n"
    h = header(text)
    assert h.work_year == 2003
    assert "不合" in warnings(text)


def test_state_council() -> None:
    h = header(
        "政府工作报告\n——2003年3月5日在第十届全国人民代表大会第一次会议上\n国务院总理　李　明\n各位代表：\n现在，我代表国务院，向大会报告政府工作。"
    )
    assert (h.jurisdiction, h.path, h.code, h.level) == ("国务院", (), None, "nation")
    assert h.meeting == "第十届全国人民代表大会第一次会议"


@pytest.mark.parametrize(
    ("head", "government", "jurisdiction", "level", "code"),
    [
        ("2021年1月25日在湖南省第十三届人民代表大会第四次会议上", "省", "湖南省", "province", "430000"),
        (
            "2022年1月5日在凉山彝族自治州第十二届人民代表大会第一次会议上",
            "州",
            "凉山彝族自治州",
            "prefecture",
            "513400",
        ),
        ("2022年1月5日在凉山州十二届人大一次会议上", "州", "凉山彝族自治州", "prefecture", "513400"),
        ("2022年1月5日在上海市浦东新区第七届人民代表大会第三次会议上", "区", "浦东新区", "county", "310115"),
        ("2024年1月5日在义乌市第十六届人民代表大会第三次会议上", "市", "义乌市", "county", "330782"),
        ("2013年3月1日在清苑县第十四届人民代表大会第三次会议上", "县", "清苑县", "county", "130622"),
        ("2020年1月9日在保定市清苑区第三届人民代表大会第一次会议上", "区", "清苑区", "county", "130608"),
        (
            "2022年1月8日在科尔沁左翼中旗第十七届人民代表大会第一次会议上",
            "旗",
            "科尔沁左翼中旗",
            "county",
            "150521",
        ),
        ("2022年1月8日在宝兴县灵关镇第十九届人民代表大会第三次会议上", "镇", "灵关镇", "township", None),
        ("2021年1月5日在青山县第十六届人民代表大会第六次会议上", "县", "青山县", "county", None),
    ],
)
def test_levels_and_codes(
    head: str, government: str, jurisdiction: str, level: str, code: str | None
) -> None:
    h = header(f"政府工作报告\n——{head}\n各位代表：\n现在，我代表{government}人民政府，向大会报告工作。")
    assert (h.jurisdiction, h.level, h.code) == (jurisdiction, level, code)


@pytest.mark.parametrize(("word", "code"), [("首都北京的窗口", "110105"), ("长春市的中心城区", "220104")])
def test_namesakes_are_told_apart_by_the_city_in_the_text(word: str, code: str) -> None:
    h = header(
        f"2022年2月8日在朝阳区第十七届人民代表大会第一次会议上\n区长 李明\n各位代表：\n我代表区人民政府报告工作。\n我区是{word}。"
    )
    assert h.code == code


def test_namesakes_by_the_file_name_only_with_a_warning() -> None:
    text = "2022年2月8日在朝阳区第十七届人民代表大会第一次会议上\n区长 李明\n各位代表：\n我代表区人民政府报告工作。\n"
    assert header(text).code is None and "不止一处" in warnings(text)
    assert header(text, "北京市/朝阳区.txt").code == "110105" and "按文件名" in warnings(
        text, "北京市/朝阳区.txt"
    )


def test_place_from_the_body_when_the_head_has_none() -> None:
    body = "各位代表：\n现在，我代表省人民政府，向大会报告工作。\n在中共浙江省委领导下，浙江经济稳中有进。杭州市、宁波市、温州市带头，全省上下共同努力。浙江的明天更美好。"
    h = header(body)
    assert (h.jurisdiction, h.level, h.meeting) == ("浙江省", "province", None)
    assert "判断" in warnings(body)


def test_file_name_of_another_place_or_year_is_told() -> None:
    text = "2016年1月5日在池州市第三届人民代表大会第六次会议上\n市长 李明\n各位代表：\n我代表市人民政府报告工作。"
    assert header(text, "沧州市/2014.md").jurisdiction == "池州市"
    told = warnings(text, "沧州市/2014.md")
    assert "沧州市" in told and "2014" in told


def test_front_matter_title_fills_what_the_text_lacks() -> None:
    text = "各位代表：\n我代表市人民政府报告工作。\n一、2014年工作回顾\n"
    raw = f"---\ntitle: 保定市政府工作报告 （2015年12月27日 李明 ）\n---\n\n{text}"
    h = header(text, raw=raw)
    assert (h.jurisdiction, h.speaker, h.meeting_date) == ("保定市", "李明", "2015-12-27")


def test_front_matter_title_completes_a_congress_printed_without_its_session() -> None:
    text = "政府工作报告\n——2015年1月22日在保定市第九届人民代表大会第三会议上\n保定市市长 李明\n各位代表：\n"
    raw = f"---\ntitle: 李明在保定市第九届人民代表大会第三次会议上作政府工作报告\n---\n\n{text}"
    assert header(text, raw=raw).meeting == "保定市第九届人民代表大会第三次会议"


def test_what_the_text_lacks_is_null_and_told() -> None:
    h, told = read_header(source("一、2018年工作回顾\n过去一年，成绩来之不易。"))
    assert (h.meeting, h.meeting_date, h.speaker, h.speaker_title, h.jurisdiction) == (None,) * 5
    assert any("会议名称、会议日期、报告人" in w for w in told)


def test_news_of_a_title_ends_in_no_place() -> None:
    assert (
        header("加快建设美丽城市 政府工作报告\n各位代表：\n我代表市人民政府报告工作。").jurisdiction is None
    )


@given(st.text(max_size=400), st.text(max_size=40))
def test_never_fails_and_is_the_same_every_time(text: str, path: str) -> None:
    assert read_header(source(text, path)) == read_header(source(text, path))


@given(
    st.lists(
        st.sampled_from(
            [
                "政府工作报告",
                "2021年1月5日",
                "在",
                "柳河县",
                "第十六届",
                "人民代表大会",
                "第六次会议上",
                "县长",
                "李明",
                "各位代表：",
                "我代表",
                "县人民政府",
                "\n",
                " ",
                "；",
                "省",
                "第三届全国人民代表大会",
                "元月",
                "（",
                "）",
            ]
        ),
        max_size=30,
    )
)
def test_any_order_of_a_heads_pieces(pieces: list[str]) -> None:
    h, told = read_header(source("".join(pieces)))
    assert h.level in (None, "nation", "province", "prefecture", "county", "township")
    assert all(isinstance(w, str) for w in told)
    if h.code:
        assert h.path[-1] == h.jurisdiction


@pytest.mark.parametrize(
    "piece",
    ["\n", "\n（", "区", "市县区", "2021年", "在第一届人民代表大会", "发展经济改善民生", "市长", " ", "附"],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    """Odd pages must not stall a batch: 16 times the text may not take 64 times as long."""

    def seconds(n: int) -> float:
        s = source(piece * n)
        began = time.perf_counter()
        judge(s, (), read_header(s)[0])
        return time.perf_counter() - began

    seconds(50)
    short, long = min(seconds(800) for _ in range(3)), min(seconds(12800) for _ in range(2))
    assert long < 64 * max(short, 0.005)
