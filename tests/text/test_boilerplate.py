"""The page frame goes, the report stays: nothing dropped that is not chrome."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_report import CLOSING, HEAD, OPENING, TITLE, paragraphs
from test_formats_plain import leads_back

from luoshi.text.intake import take_in
from luoshi.text.traced import TracedText

WHOLE = "\n".join(paragraphs())
ABSTRACT = "".join((*HEAD, "各位代表：", OPENING))[:110] + "......"
AGGREGATOR_HEAD = f"工作报告\n{TITLE}\n时间：2031-03-30????\t\t作者：县域网????\t来源：政府官网????\t阅读：\n299\n评论：\n0\n内容摘要：\n{ABSTRACT}\n"
AGGREGATOR_FOOT = (
    "\n免责声明：本文仅代表作者观点，不代表本站立场。未经许可，不得转载！\n标签：\n青禾县\n分享到：\nQQ空间\n"
    "上一篇：\n2031年赤岭县政府工作报告\n下一篇：\n2031年白泉县政府工作报告\n相关文章\n03-30\n2031年南川市政府工作报告\n"
    "阅读排行\n2029年北山区政府工作报告\n标签云\n工作报告\n政府\n2031年\n"
)
FORUM_HEAD = "某网络\n\n\xa0找回密码\n\xa0立即注册\n\nQQ登录\n\n只需一步,快速开始\n\n开启左侧\n\n"
FORUM_STAMP = "[复制链接]\n发表于 2031-2-28 09:28:28 | 显示全部楼层 |阅读模式\nimage.png\n"
FORUM_FOOT = (
    "\n您需要登录后才可以回帖 登录 | 立即注册\n\n本版积分规则\n\n关闭\n\n小黑屋|手机版|Archiver|某网络 ( 蜀ICP备1号 )\n"
    "GMT+8, 2031-11-23 16:20\nPowered by Discuz! X3.4\n© 2001-2031 Discuz! Team.\n快速回复 返回顶部 返回列表"
)
GLOSSARY = "名词解释\n1.“三园”：果园、菜园、花园。\n[2]“两网”：水网、路网\n3.“一站式”服务（见第12页）"


def read(raw: str) -> str:
    (source,) = take_in("a.txt", raw.encode())
    leads_back(TracedText(source.text, source.raw, source.map))
    for r in source.repairs:
        assert source.raw[r.raw_start : r.raw_end] == r.raw
    return source.text


def test_aggregator_page() -> None:
    rest = "\n".join(paragraphs(title=False))
    assert read(AGGREGATOR_HEAD + rest + AGGREGATOR_FOOT) == rest


def test_the_page_s_title_stays_where_the_report_has_none_of_its_own() -> None:
    rest = "\n".join(paragraphs(title=False)[1:])
    assert read(AGGREGATOR_HEAD + rest + AGGREGATOR_FOOT) == f"{TITLE}\n{rest}"


def test_forum_page_keeps_its_headline_and_lead() -> None:
    lead = "1月12日，青禾县九届人大三次会议开幕，县长林一川代表县人民政府向大会作政府工作报告。"
    raw = f"{FORUM_HEAD}奋力谱写新篇章 建设富裕青禾\n\n{FORUM_STAMP}{lead}\n{WHOLE}{FORUM_FOOT}"
    assert read(raw) == f"奋力谱写新篇章 建设富裕青禾\n{lead}\n{WHOLE}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("點擊查閱更多2031年地方政府工作報告\n", ""),
        ("", "\n|"),
        ("", "\n（赵六 钱七 摄）"),
        ("", "\n青禾日报记者 赵六 摄"),
        ("原标题：", ""),
        ("点击上方蓝字关注我们\n", "\n来源：青禾县融媒体中心\n编辑：小李\n审核：老王"),
        (
            "",
            "\n来源：青禾日报\n责任编辑：王五\n相关新闻\n青禾县九届人大三次会议闭幕\n"
            "本报讯（记者 赵六）1月14日，青禾县第九届人民代表大会第三次会议闭幕。大会号召全县人民奋力开创新局面。",
        ),
        ("", "\n来源：青禾日报"),
        ("", "\n责任编辑：张某"),
        ("", "    来源：百度某 数据网"),
        ("", "  微信公众号某某 数据网"),
        ("", "\n上一页\n1\n2\n3\n下一页\n版权所有 青禾县人民政府 ICP备1号"),
        ("首页\n政务公开\n当前位置：首页 > 政府信息公开 > 政府工作报告\n", "\n打印本页 关闭窗口"),
    ],
)
def test_single_marks(before: str, after: str) -> None:
    assert read(before + WHOLE + after) == WHOLE


def test_source_glued_to_the_title() -> None:
    assert read(f"来源：百度某 数据网        {WHOLE}") == WHOLE


@pytest.mark.parametrize(
    "kept", [GLOSSARY, "（本文有删减）", "省长 林一川", "附件：名词解释\n“三园”：果园、菜园、花园。"]
)
def test_what_belongs_to_the_report_stays(kept: str) -> None:
    assert read(f"{WHOLE}\n{kept}") == f"{WHOLE}\n{kept}"
    assert read(f"{WHOLE}\n{kept}{AGGREGATOR_FOOT}") == f"{WHOLE}\n{kept}"


def test_table_of_contents_goes() -> None:
    contents = ["目 录", "一、2030年工作回顾……1", "二、2031年工作安排……9", "三、加强政府自身建设……17"]
    head, body = paragraphs()[:4], paragraphs()[4:]
    assert read("\n".join([*head, *contents, *body])) == WHOLE


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([AGGREGATOR_HEAD, FORUM_HEAD + FORUM_STAMP, ""]), max_size=1),
    st.booleans(),
    st.booleans(),
)
def test_prose_is_never_dropped(head: list[str], foot: bool, forum: bool) -> None:
    text = read("".join(head) + WHOLE + (AGGREGATOR_FOOT if foot else FORUM_FOOT if forum else ""))
    for p in paragraphs():
        assert p in text
    assert text.endswith(CLOSING)


@pytest.mark.corpus
@pytest.mark.slow
def test_real_files_lose_no_prose(shared: Path) -> None:
    """No dropped stretch holds a paragraph, but for wrappers (abstracts, lists of pages, disclaimers)."""
    lost = []
    for folder in ("nation", "province", "city", "county"):
        for f in sorted((shared / "corpus" / folder).rglob("*")):
            if f.suffix not in (".md", ".txt"):
                continue
            for source in take_in(str(f), f.read_bytes()):
                chrome = [r for r in source.repairs if r.kind == "boilerplate" and len(r.raw) > 300]
                share = sum(len(r.raw) for r in source.repairs if r.kind == "boilerplate") / len(source.raw)
                if folder != "county" and (chrome or share > 0.03):
                    lost.append((f.name, share))
                if any("。" in line and len(line) > 200 for r in chrome for line in r.raw.split("\n")):
                    lost.append((f.name, share))
    assert not lost
