"""Admitted problems: where each begins and ends, whatever way the paragraph tells them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.facts.enumeration import markers, number, runs
from luoshi.facts.problems import problem_spans


def problems(text: str) -> list[str]:
    return [text[a:b] for a, b in problem_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        # numbered
        (
            "在肯定成绩的同时，我们也看到存在的问题。一是产业层次低。小厂多，大厂少。二是财政紧张；刚性支出大。对此，我们将认真解决。",
            ["产业层次低", "财政紧张"],
        ),
        # semicolons behind a lead that ends with a colon
        (
            "我们也清醒地看到，还存在不少困难和问题，主要是：龙头企业少，链条短；农民增收慢；少数干部作风不实。对这些问题，我们要高度重视。",
            ["龙头企业少", "农民增收慢", "少数干部"],
        ),
        # the problems hold words of a lead themselves
        (
            "我们也看到，发展中还存在不少问题。主要是：创新能力不强；企业面临不少困难，融资难；民生领域存在短板。我们一定努力解决。",
            ["创新能力不强", "企业面临不少困难", "民生领域存在短板"],
        ),
        # one sentence after another
        (
            "同时，我们也清醒地看到，全县发展还面临突出矛盾和问题。经济下行压力较大，投资乏力。创新能力较弱，人才不足。对此，必须正视。",
            ["经济下行压力较大", "创新能力较弱"],
        ),
        # commas only: each clause is one problem
        (
            "我们也清醒看到面临的困难和挑战：稳增长压力加大，创新能力不强，转型任务艰巨，群众增收面临压力。我们一定直面问题。",
            ["稳增长压力加大", "创新能力不强", "转型任务艰巨", "群众增收面临压力"],
        ),
        # the sentence itself says what is amiss
        (
            "在总结成绩的同时，我们也清醒地看到，我县总量还不大，增速还不快；城市功能不全；营商环境仍需优化。对于这些问题，我们要切实解决。",
            ["我县总量还不大", "城市功能不全", "营商环境仍需优化"],
        ),
        # labels instead of numbers
        (
            "我们还面临一些困难和短板,最紧迫的问题是,预期偏弱,投资乏力;最突出的挑战是,结构不优;最现实的差距是,民生还有不足。对此,我们一定直面问题。",
            ["预期偏弱", "结构不优", "民生还有不足"],
        ),
        # one more behind the numbered list
        (
            "存在一些困难和问题。一是投入不足；二是收入偏低。同时，少数干部作风不实。对此，我们将改进。",
            ["投入不足", "收入偏低", "同时，少数干部"],
        ),
        # dashes on lines of their own
        (
            "我们清醒地看到，还有不少问题。\n——农业基础薄弱。单产不高。\n——财政困难很大。缺口增加。\n对此，我们将努力。",
            ["农业基础薄弱", "财政困难很大"],
        ),
    ],
)
def test_each_problem_is_found_where_it_begins(text: str, begin: list[str]) -> None:
    found = problems(text)
    assert len(found) == len(begin)
    assert all(f.startswith(b) for f, b in zip(found, begin, strict=True)), found


def test_the_promise_is_no_problem() -> None:
    text = "还存在不少问题。主要是：水平不高；投入不足。我们将采取措施；认真加以解决。"
    assert problems(text) == ["水平不高", "投入不足"]


def test_a_topic_and_its_explanation_are_one_problem() -> None:
    text = (
        "还存在不少困难和问题：产业升级任务艰巨。装备水平不高，产品附加值低。带动作用不强。龙头企业少，合作社弱。"
        "我们要高度重视。"
    )
    assert [p[:6] for p in problems(text)] == ["产业升级任务", "带动作用不强"]


def test_a_promise_inside_a_bullet_does_not_end_the_list() -> None:
    text = "我们也清醒地认识到，还存在不少问题。\n——产业结构不优。这些都可能影响发展，必须早作准备。\n——政府自身建设需要加强。\n我们一定要保持清醒头脑。\n"
    assert [p[:4] for p in problems(text)] == ["产业结构", "政府自身"]


def test_what_was_seen_part_by_part_is_not_led_in_by_a_later_sentence() -> None:
    text = "我们也清醒认识到，发展基础还不牢固，制造业层次偏低；科技支撑力不足；市场主体少小弱。去年部分指标与目标有差距。消费不旺。我们要直面问题。"
    assert [p[:4] for p in problems(text)] == ["发展基础", "科技支撑", "市场主体", "去年部分", "消费不旺"]


def test_many_brief_shortcomings_in_a_row_are_a_problem_each() -> None:
    many = "投资后劲不足，消费增长放缓，产业结构不优，创新能力不强，财政压力加大，城镇化滞后，农业基础薄弱，区域发展不协调"
    text = (
        f"我们清醒地认识到，还存在不少问题。主要是：{many}；服务业占比没有完成计划目标。我们一定要努力工作。"
    )
    assert len(problems(text)) == 9
    few = "投资后劲不足，消费增长放缓，产业结构不优"
    assert len(problems(text.replace(many, few))) == 2


def test_a_late_lead_does_not_swallow_what_was_told_before() -> None:
    text = "我们也清醒看到，经济回升动力不足，消费潜力有待发掘；财政收支压力加大；城乡差距拉大。我们将正视存在的困难和问题，扎实做好工作。"
    assert [p[:4] for p in problems(text)] == ["经济回升", "财政收支", "城乡差距"]


def test_names_of_shortcomings_in_one_sentence_are_a_problem_each() -> None:
    text = "我们也清醒认识到，还存在不少困难和问题。主要是：产业结构偏重、创新能力不强、民生短板不少、作风建设还需加强等。我们一定直面问题。"
    assert [p[:4] for p in problems(text)] == ["产业结构", "创新能力", "民生短板", "作风建设"]


def test_a_long_way_to_what_was_seen_leads_in_too() -> None:
    text = "成绩利于坚定信心，但我们不能只看成绩，更不能满足，应该清醒地看到，产业结构不优；财政收支紧张；作风不实。"
    assert [p[:4] for p in problems(text)] == ["产业结构", "财政收支", "作风不实"]


def test_a_promise_to_keep_a_clear_head_is_no_turn() -> None:
    text = "过去一年，发展中也有一些比较突出的问题。产业结构不优。财政收支紧张。城乡差距拉大。作风不实。对上述问题，我们必须保持清醒认识，存在的问题要解决。"
    assert [p[:4] for p in problems(text)] == ["产业结构", "财政收支", "城乡差距", "作风不实"]


def test_a_further_lead_inside_the_list_is_no_problem() -> None:
    text = "我们清醒地认识到，还存在不少问题。主要是：投资后劲不足；一些群众反映的问题没有解决，主要是：看病不便；上学路远。对此我们要努力。"
    assert problems(text) == ["投资后劲不足", "看病不便", "上学路远"]


@pytest.mark.parametrize(
    "promise",
    [
        "各级政府必须高度重视这些问题，认真加以解决。",
        "认真克服和解决这些困难和问题，是各级政府的共同责任。",
        "只要我们同心同德，困难就能克服。",
        "这些，对今年的发展造成压力，我们一定要负起责任。",
    ],
)
def test_promises_in_other_words_are_no_problems(promise: str) -> None:
    text = "我们也清醒地看到，还存在不少困难和问题。产业结构不优，层次偏低。财政收支紧张，缺口较大。城乡差距拉大，亟待缩小。"
    assert len(problems(text + promise)) == 3


def test_what_stands_before_the_turn_to_the_problems_is_left_out() -> None:
    text = (
        "六是改善民生。新建学校3所。改造医院2家。发放补贴3万元。举办赛事5场。就业稳定，存在感增强。"
        "在肯定成绩的同时，我们也清醒地看到，发展中还存在不少困难和问题。产业层次偏低，项目偏少。民生仍有短板，欠账较多。"
        "少数干部作风不实，效率不高。对此，我们将认真解决。"
    )
    assert [p[:4] for p in problems(text)] == ["产业层次", "民生仍有", "少数干部"]


def test_nothing_is_found_where_nothing_is_admitted() -> None:
    assert problems("") == []
    assert problems("\n \n") == []


@given(st.text(alphabet="一二三是、。；;：:，问题困难主要存在还有不足我们将对此 \n", max_size=120))
def test_problems_lie_in_order_inside_the_paragraph(text: str) -> None:
    spans = problem_spans(text, 0, len(text))
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))


# -- numbered lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("⑫", 12), ("7", 7), ("一二", 0)],
)
def test_numbers_of_items(printed: str, value: int) -> None:
    assert number(printed) == value


@pytest.mark.parametrize(
    "text",
    [
        "办好实事。一是修路；二是建桥；三是通水。",
        "办好实事。\n1.修路。\n2.建桥1.2公里。\n3.2026年通水。",
        "办好实事：（1）修路。（2）建桥。（3）通水。",
        "办好实事：①修路②建桥③通水",
        "办好实事。第一，修路。第二，建桥。第三，通水。",
        "办好实事。（一）修路。（二）建桥。（三）通水。",
    ],
)
def test_lists_are_found_in_all_styles(text: str) -> None:
    (run,) = runs(markers(text, 0, len(text)))
    assert [m.no for m in run] == [1, 2, 3]
    assert [text[m.body] for m in run][:2] == ["修", "建"]


def test_decimals_and_years_are_no_item_numbers() -> None:
    text = "新增学位1.2万个，投资3.5亿元。2.5公里道路完工。"
    assert runs(markers(text, 0, len(text))) == []


def test_a_list_that_starts_again_is_another_list() -> None:
    text = "一是甲；二是乙。又，一是丙；二是丁；三是戊。"
    assert [len(r) for r in runs(markers(text, 0, len(text)))] == [2, 3]
