"""A page with several reports gives each of them, whole, in order; mentions of a report split nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_report import OPENING, PLAN, REVIEW, TITLE, other_report, paragraphs
from test_formats_plain import leads_back

from luoshi.text.intake import take_in
from luoshi.text.split import same_report
from luoshi.text.traced import TracedText

ONE, TWO = "\n".join(paragraphs()), "\n".join(other_report())


def test_two_reports_on_one_page() -> None:
    raw = f"-\n{ONE}\n2031-07-08\n-\n{TWO}\n2031-07-08\n有想补充的信息?点我投稿\n- 联系我们\n"
    sources = take_in("page.txt", raw.encode())
    assert [s.text for s in sources] == [ONE, TWO]
    assert [(s.part, s.parts) for s in sources] == [(1, 2), (2, 2)]
    for s in sources:
        leads_back(TracedText(s.text, s.raw, s.map))
        assert s.raw == raw
        assert any("2031-07-08" in r.raw for r in s.repairs)


def test_reports_on_one_line_each_under_a_site_title() -> None:
    def page(paragraphs: list[str]) -> str:
        return f"【青禾招商】{paragraphs[0]}\n{''.join(paragraphs)}\n2031-07-08\n-\n"

    sources = take_in("page.txt", (page(paragraphs()) + page(other_report())).encode())
    assert [s.text.split("\n")[1] for s in sources] == ["".join(paragraphs()), "".join(other_report())]


def test_forum_thread_with_a_report_a_post() -> None:
    pytest.importorskip("lxml")

    def post(paragraphs: list[str], n: int) -> str:
        who = "<div>秋水</div><div>主题 120 帖子 900 积分 3300</div>"
        when = f"<em>发表于 2031-3-{n} 10:02</em> | <a>只看该作者</a>"
        words = "<br/>".join(paragraphs)
        return f"<table><tr><td>{who}</td><td>{when}<div>{words}</div></td></tr></table><p>回复 举报</p>"

    posts = post(paragraphs(), 1) + post(other_report(), 2) + post(["感谢分享！"], 3)
    page = f"<html><head><title>县域论坛</title></head><body><div>立即注册</div>{posts}<p>Powered by Discuz! X3.4</p></body></html>"
    sources = take_in("thread.html", page.encode())
    assert [s.text for s in sources] == [ONE, TWO]
    for s in sources:
        leads_back(TracedText(s.text, s.raw, s.map))


def test_portal_page_with_two_reports() -> None:
    pytest.importorskip("lxml")
    body = "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{p}</p>\n" for p in [*paragraphs(), *other_report()])
    page = f"<html><body><div><a>首页</a> &gt; <a>政务公开</a></div><div>{body}</div><div>版权所有</div></body></html>"
    assert [s.text for s in take_in("a.html", page.encode())] == [ONE, TWO]


def test_list_of_the_reports_on_a_page_goes() -> None:
    raw = f"目录\n{TITLE}\n{other_report()[0]}\n\n{ONE}\n{TWO}"
    assert [s.text for s in take_in("a.txt", raw.encode())] == [ONE, TWO]


@pytest.mark.parametrize("first", [True, False])
def test_court_report_beside_is_left_out(first: bool) -> None:
    court = [
        "青禾县人民法院工作报告",
        "——2031年1月13日在青禾县第九届人民代表大会第三次会议上",
        "青禾县人民法院院长 周一舟",
        "各位代表：",
        "现在，我代表县人民法院，向大会报告工作，请予审议，并请县政协委员和列席人员提出意见。",
        *["全年受理案件4210件，审结4010件，结案率95.2%，审判质效位居全市前列，司法公信力不断提升。"] * 25,
    ]
    parts = [*court, *paragraphs()] if first else [*paragraphs(), *court]
    (source,) = take_in("a.txt", "\n".join(parts).encode())
    assert source.text == ONE
    assert any("法院" in w for w in source.warnings)


def test_second_copy_is_dropped_with_a_warning() -> None:
    short = "\n".join(p for p in paragraphs() if p != REVIEW[3])
    for raw in (f"{ONE}\n{ONE}", f"{short}\n{ONE}", f"{ONE}\n{short}"):
        (source,) = take_in("a.txt", raw.encode())
        assert source.text == ONE
        assert any("两次" in w for w in source.warnings)
        assert any(REVIEW[1] in r.raw for r in source.repairs)


def test_report_on_another_matter_behind_is_left_out() -> None:
    plan = [
        "关于青禾县2030年国民经济和社会发展计划执行情况与2031年计划草案的报告",
        "——2031年1月12日在青禾县第九届人民代表大会第三次会议上",
        "青禾县发展和改革局",
        "各位代表：",
        "受县人民政府委托，现将2030年计划执行情况与2031年计划草案提请大会审议。",
        *["全县生产总值增长6.1%，各项计划指标执行情况总体良好，投资结构有所改善，财政收支保持平衡。"] * 30,
    ]
    (source,) = take_in("a.txt", "\n".join([ONE, *plan]).encode())
    assert source.text == ONE
    assert any("计划报告" in w for w in source.warnings)


def test_mentions_of_a_report_split_nothing() -> None:
    talk = "各位代表！政府工作报告确定的42项任务全部完成。在此，我代表县人民政府，向全县人民表示衷心的感谢！"
    lines = [*paragraphs()]
    lines[7:7] = [talk, "2030年青禾县政府工作报告指出，要办好12件实事。"]
    lines[-1:-1] = [talk, *PLAN[3:5]]
    (source,) = take_in("a.txt", "\n".join(lines).encode())
    assert source.text == "\n".join(lines)


@given(st.integers(0, len(OPENING)), st.sampled_from(["", "\n", "  \n\n"]))
def test_parts_never_overlap_and_lead_back(cut: int, gap: str) -> None:
    raw = f"{ONE}{gap or chr(10)}{TWO[cut:]}"
    ends = 0
    for s in take_in("a.txt", raw.encode()):
        leads_back(TracedText(s.text, s.raw, s.map))
        assert s.map[0].raw_start >= ends
        ends = s.map[-1].raw_start + s.map[-1].raw_len


def test_copies_are_told_from_other_reports() -> None:
    assert same_report(ONE, ONE.replace("，", ","))
    assert not same_report(ONE, TWO)
    assert not same_report(ONE, TITLE)


@pytest.mark.corpus
def test_real_page_of_three(shared: Path) -> None:
    data = (shared / "corpus/seeds/three-reports-2021.txt").read_bytes()
    assert [len(s.text) > 19_000 for s in take_in("three.txt", data)] == [True] * 3
