"""Where the text turns without a heading: topics, the year's course, means, state affairs, the end; invented texts only."""

from __future__ import annotations

from luoshi.report.report import Header, Section
from luoshi.report.sections import read_sections

HEAD = "政府工作报告\n——2024年1月8日在青石省第十三届人民代表大会第二次会议上\n省长 李明\n各位代表：\n现在，我代表省人民政府，向大会报告工作，请予审议。\n"
BODY = "稳定粮食面积，改造低产田十万亩，完善水利设施，支持龙头企业扩大生产，推广良种良法，发展订单农业，壮大集体经济。"
FIGURES = "地区生产总值增长6%左右，固定资产投资增长8%以上，一般公共预算收入增长5%。"
END = (
    "各位代表！路在脚下，事在人为。让我们团结奋斗，为建设富裕美丽的青石而努力，再创新的辉煌，不负人民重托！\n"
)


def read(text: str, level: str = "province", work: int = 2024) -> tuple[Section, ...]:
    return read_sections(text, Header(level=level, work_year=work, review_year=work - 1))  # type: ignore[arg-type]


def begin(text: str, role: str, **header: object) -> list[str]:
    """The first characters of all sections of depth 2 with that role."""
    found = read(text, **header)  # type: ignore[arg-type]
    return [text[s.start : s.start + 8] for s in found if s.depth == 2 and s.role == role]


def parts(text: str, **header: object) -> list[tuple[str, str | None]]:
    return [(s.role, s.heading) for s in read(text, **header) if s.depth == 1]  # type: ignore[arg-type]


def test_topics_of_tasks_that_are_spread_over_several_parts() -> None:
    plan = ""
    for n, what in zip("二三四五", ("农业生产", "工业转型", "科教事业", "民生保障"), strict=True):
        plan += f"{n}、{what}\n" + "".join(
            f"{w}{what}。{BODY}\n" for w in ("大力促进", "积极支持", "切实改善")
        )
    text = HEAD + f"一、2023年工作回顾\n{BODY}\n" + plan + END
    assert begin(text, "tasks")[:4] == [
        "大力促进农业生产",
        "积极支持农业生产",
        "切实改善农业生产",
        "大力促进工业转型",
    ]


def test_a_paragraph_that_says_what_must_be_done_is_no_topic() -> None:
    lines = "".join(
        f"{w}{BODY}\n" for w in ("为了增产，必须重视种子。", "各地要早作安排。", "结合实际推广机械。")
    )
    text = HEAD + "一、2023年工作回顾\n成绩可喜。\n二、2024年工作安排\n" + lines + END
    assert begin(text, "tasks") == []


def test_paragraphs_that_open_with_what_they_regard_are_topics() -> None:
    lines = "".join(f"在{w}方面，完成了预定的任务。{BODY}\n" for w in ("农业", "工业", "科教"))
    text = HEAD + "一、2023年工作回顾\n" + lines + "二、2024年工作安排\n" + BODY + END
    assert begin(text, "review") == ["在农业方面，完成", "在工业方面，完成", "在科教方面，完成"]


def test_this_is_the_five_years_of_something_inside_a_paragraph() -> None:
    told = f"回首往昔，这是经济大步向前的五年。{BODY}这是城乡面貌一新的五年。{BODY}这是民生持续改善的五年。{BODY}\n"
    text = HEAD + "一、过去五年工作回顾\n" + told + "二、2024年工作安排\n" + f"{BODY}\n" * 9 + END
    assert begin(text, "review_term") == ["这是经济大步向前", "这是城乡面貌一新", "这是民生持续改善"]


def test_sentences_inside_paragraphs_are_no_topics_where_lines_are_kept() -> None:
    told = f"农业连年丰收。五年来，全省建成高产田百万亩。五年来，全省推广良种。五年来，全省修渠千里。{BODY}\n"
    text = HEAD + "一、过去五年工作回顾\n" + told + "二、2024年工作安排\n" + f"{BODY}\n" * 9 + END
    assert begin(text, "review_term") == []


def test_listed_work_counts_more_than_two_paragraphs_that_open_alike() -> None:
    listed = "".join(
        f"{n}是狠抓{w}，成效明显。{BODY * 2}\n"
        for n, w in zip("一二三", ("项目", "改革", "民生"), strict=True)
    )
    review = f"过去一年，形势严峻。{BODY}\n一年来主要做了以下工作：\n{listed}过去一年，外事工作活跃。{BODY}\n"
    text = HEAD + "一、2023年工作回顾\n" + review + "二、2024年工作安排\n" + f"{BODY}\n" * 9 + END
    assert begin(text, "review") == [
        "一是狠抓项目，成",
        "二是狠抓改革，成",
        "三是狠抓民生，成",
        "过去一年，外事工",
    ]


def test_labels_before_listed_lessons_are_topics() -> None:
    told = "".join(f"{w}。{BODY}\n" for w in ("经济持续健康增长", "改革开放迈出新步伐", "人民生活继续改善"))
    lessons = "".join(
        f"第{n}，坚持{w}。{BODY * 2}\n" for n, w in zip("一二三", ("发展", "改革", "稳定"), strict=True)
    )
    text = HEAD + "一、过去五年工作回顾\n" + told + lessons + "二、2024年工作安排\n" + f"{BODY}\n" * 9 + END
    assert begin(text, "review_term") == [
        "经济持续健康增长",
        "改革开放迈出新步",
        "人民生活继续改善",
        "第一，坚持发展。",
        "第二，坚持改革。",
        "第三，坚持稳定。",
    ]


def test_targets_begin_with_their_sentence_and_the_year_s_course_before_is_requirements() -> None:
    course = (
        "2024年是青石发展史上十分重要的一年，"
        + "全省上下要抢抓机遇，坚持以改革促发展，紧紧围绕富民强省，" * 4
        + "开创新局面。"
    )
    plan = f"{course}综合考虑，今年的主要预期目标是：{FIGURES}\n（一）抓农业。{BODY}\n（二）抓工业。{BODY}\n（三）抓科教。{BODY}\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n" + plan + END
    assert begin(text, "targets") == ["综合考虑，今年的"]
    assert begin(text, "requirements") == ["2024年是青石"]


def test_how_the_targets_are_to_be_reached_is_requirements() -> None:
    means = f"实现上述目标，必须坚持稳中求进，把握好节奏和力度。{BODY}\n"
    plan = f"今年的主要预期目标是：{FIGURES}\n{means}（一）抓农业。{BODY}\n（二）抓工业。{BODY}\n（三）抓科教。{BODY}\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n" + plan + END
    assert begin(text, "requirements") == ["实现上述目标，必"]


def test_a_line_that_only_leads_in_the_tasks_is_no_requirement() -> None:
    plan = f"今年的主要预期目标是：{FIGURES}\n实现上述目标，要抓好三件大事：\n（一）抓农业。{BODY}\n（二）抓工业。{BODY}\n（三）抓科教。{BODY}\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n" + plan + END
    assert begin(text, "requirements") == []


def test_sub_parts_before_the_targets_are_kept() -> None:
    plan = f"（一）扩大内需\n今年的主要预期目标是：{FIGURES}\n{BODY}\n（二）抓农业\n{BODY}\n（三）抓科教\n{BODY}\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n" + plan + END
    assert begin(text, "tasks") == ["（一）扩大内需\n", "（二）抓农业\n稳", "（三）抓科教\n稳"]


AFFAIRS = (
    f"各位代表！\n我国是统一的多民族国家，要巩固和发展各民族的大团结，促进共同繁荣。{BODY}\n"
    f"各位代表！过去一年，国防和军队建设取得新成绩。新的一年要再接再厉，开创新局面。{BODY}\n"
    f"要全面准确贯彻“一国两制”方针，支持特别行政区政府依法施政，保持长期繁荣稳定。{BODY}\n"
    f"各位代表！\n我们始终奉行独立自主的和平外交政策，同各国人民友好相处，合作共赢。{BODY}\n"
)
PLAN = f"（一）抓农业。{BODY}\n（二）抓工业。{BODY}\n（三）加强政府自身建设。{BODY}\n"


def test_state_affairs_behind_the_last_topic_of_the_state_council() -> None:
    """Each with an address of its own; what has none goes on with the one before."""
    text = HEAD + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n" + PLAN + AFFAIRS + END
    assert begin(text, "tasks", level="nation")[2:] == [
        "我国是统一的多民",
        "各位代表！过去一",
        "我们始终奉行独立",
    ]
    assert "我国是统一的多民" not in begin(text, "tasks")


def test_each_level_of_government_and_the_army_is_no_self_building() -> None:
    plan = f"（一）抓农业。{BODY}\n（二）抓工业。{BODY}\n（三）抓社会。{BODY}\n加强国防教育，意义重大。各级政府要大力支持部队建设。{BODY}\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n" + plan + END
    assert begin(text, "self_building") == []
    ours = text.replace(
        "加强国防教育，意义重大。各级政府要大力支持部队建设。", "新形势、新任务，对政府工作提出了更高要求。"
    )
    assert begin(ours, "self_building") == ["新形势、新任务，"]


def test_titles_that_name_no_time_divide_an_older_report() -> None:
    titles = ("三年来的建设和今后的任务", "加快发展国民经济", "繁荣科学文化事业", "巩固人民民主政权")
    text = HEAD.replace("2024", "1978") + "".join(f"{t}\n" + f"{BODY * 3}\n" * 11 for t in titles) + END
    found = parts(text, work=1978)
    assert [h for _, h in found[1:-1]] == list(titles)
    assert [r for r, _ in found] == ["front", "review_term", "tasks", "tasks", "tasks", "closing"]


def test_a_title_parted_from_its_text_by_a_blank_only() -> None:
    text = (
        HEAD
        + f"2023年工作回顾 2023年是不平凡的一年。{BODY}\n"
        + f"{BODY}\n" * 9
        + f"2024年工作任务 今年是关键之年。{BODY}\n"
        + f"{BODY}\n" * 9
        + END
    )
    assert parts(text)[1:3] == [("review", "2023年工作回顾"), ("tasks", "2024年工作任务")]


def test_a_part_on_last_year_s_work_behind_one_on_something_else_is_review() -> None:
    text = (
        HEAD
        + f"一、关于抗洪救灾\n{BODY * 9}\n二、关于2023年工作\n{BODY * 30}\n三、关于2024年工作\n{BODY * 30}\n"
        + END
    )
    assert [r for r, _ in parts(text)][1:4] == ["review", "review", "tasks"]


def test_years_in_han_numerals_are_known_in_titles() -> None:
    text = HEAD + "一九九三年的工作\n" + f"{BODY}\n" * 9 + "一九九四年的主要任务\n" + f"{BODY}\n" * 9 + END
    assert [r for r, _ in parts(text, work=1994)][1:3] == ["review", "tasks"]


def test_the_peroration_begins_before_the_call() -> None:
    end = f"各位代表！青石正站在新的历史起点上，前景无限光明。{BODY}\n各位代表！让我们团结奋斗，为建设富裕美丽的青石而努力前进！\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY * 9}\n二、2024年工作安排\n" + f"{BODY}\n" * 9 + end
    last = read(text)[-1]
    assert last.role == "closing" and text[last.start :].startswith("各位代表！青石正站在")


def test_a_late_address_with_pledges_is_no_peroration() -> None:
    end = f"各位代表，今年要办好十件实事，件件有着落。{BODY}\n各位代表！让我们团结奋斗，为建设富裕美丽的青石而努力前进！\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY * 9}\n二、2024年工作安排\n" + f"{BODY}\n" * 9 + end
    last = read(text)[-1]
    assert last.role == "closing" and text[last.start :].startswith("各位代表！让我们")


def test_a_glossary_whose_title_says_how_it_is_ordered() -> None:
    text = HEAD + f"一、2023年工作回顾\n{BODY * 9}\n二、2024年工作安排\n" + f"{BODY}\n" * 9 + END
    text += "资料：《政府工作报告》名词解释（按报告中出现顺序排列）\n三链：产业链、创新链、资金链。\n"
    assert parts(text)[-1][0] == "glossary"


def test_a_review_that_is_cut_off_sets_no_targets() -> None:
    text = (
        HEAD
        + f"一、2023年工作回顾\n2023年是主要预期目标全面完成的一年：{FIGURES}{BODY}\n——农业增产。{BODY}\n——工业增效。{BODY}\n——民生改善。{BODY}\n"
    )
    assert begin(text, "targets") == []


def test_problems_in_other_words() -> None:
    for lead in (
        "成绩来之不易，问题也不容忽视。一是产业不优，二是短板不少，三是作风不实。",
        "前进道路上还有不少矛盾和问题。主要表现在，产业不优；短板不少；作风不实。",
        "站在新起点，我们必须认真面对存在的问题：一是产业不优，二是短板不少，三是作风不实。",
    ):
        text = (
            HEAD
            + f"一、2023年工作回顾\n{BODY * 3}\n{BODY * 3}\n{lead}\n二、2024年工作安排\n"
            + f"{BODY}\n" * 9
            + END
        )
        assert begin(text, "problems") == [lead[:8]], lead


def test_pledges_that_are_only_named_are_a_passage_of_their_own() -> None:
    told = f"抓好为民办实事项目。重点抓好农村公路通达、农户住房保险、一批幼儿园建设等三个方面的民生项目，件件有着落。{BODY}\n"
    text = (
        HEAD
        + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n（一）抓农业。{BODY}\n（二）惠民生。{BODY}\n"
        + told
        + END
    )
    assert begin(text, "pledges") == ["抓好为民办实事项"]


PROBLEMS = "我们也清醒地看到，还存在不少困难和问题：一是产业结构不优；二是民生短板不少；三是作风不实。\n"


def test_lessons_behind_the_problems_are_told_apart_from_them() -> None:
    lessons = f"各位代表！回顾五年的工作，我们深深体会到，发展必须实干。{BODY}\n"
    text = (
        HEAD
        + f"一、过去五年工作回顾\n{BODY}\n{PROBLEMS}{lessons}二、2024年工作安排\n"
        + f"{BODY}\n" * 9
        + END
    )
    assert begin(text, "review_term") == ["各位代表！回顾五"]


def test_the_year_s_course_may_be_set_at_the_end_of_the_review() -> None:
    course = f"各位代表！\n2024年是改革的关键一年，各项工作都要服从这个大局。{BODY * 2}\n"
    text = (
        HEAD
        + f"一、2023年工作回顾\n{BODY}\n{PROBLEMS}{course}二、保持经济增长\n{BODY}\n三、深化改革\n{BODY}\n四、改善民生\n{BODY}\n"
        + END
    )
    assert begin(text, "requirements") == ["2024年是改革的关"[:8]]


def test_requirements_that_are_called_so_come_before_other_words_for_guidance() -> None:
    plan = f"站在新起点，要高举发展旗帜，迎难而上。{BODY}\n今年政府工作的总体要求是：坚持稳中求进。{BODY}\n今年的主要预期目标是：{FIGURES}\n"
    text = (
        HEAD
        + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n{plan}（一）抓农业。{BODY}\n（二）抓工业。{BODY}\n（三）抓科教。{BODY}\n"
        + END
    )
    assert begin(text, "requirements") == ["今年政府工作的总"]


def test_pledges_called_so_come_before_a_mere_mention_of_livelihood_projects() -> None:
    plan = f"（三）惠民生。继续实施20项民生工程。{BODY * 3}为民办好四件实事。新建学校2所；改造街巷8条；新增车位500个；种树9万株。\n"
    text = (
        HEAD
        + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n（一）抓农业。{BODY}\n（二）抓工业。{BODY}\n{plan}"
        + END
    )
    assert begin(text, "pledges") == ["为民办好四件实事"]


def test_a_new_address_behind_a_topic_on_the_government_is_of_its_own() -> None:
    ours = f"各位代表，完成今年任务，必须切实加强和改进政府工作。{BODY}\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY}\n二、2024年工作安排\n" + f"{BODY}\n" * 9 + PLAN + ours + END
    assert begin(text, "self_building") == ["（三）加强政府自", "各位代表，完成今"]


def test_notes_at_the_foot_are_a_glossary() -> None:
    text = HEAD + f"一、2023年工作回顾\n{BODY * 9}\n二、2024年工作安排\n" + f"{BODY}\n" * 9 + END
    text += "[1]三链：产业链、创新链、资金链。\n[2]两网：水网、路网。\n"
    assert parts(text)[-1][0] == "glossary"


def test_a_plan_s_first_year_that_went_well_is_review() -> None:
    text = (
        HEAD
        + f"一、灾后重建取得胜利\n{BODY * 9}\n二、“十二五”发展实现良好开局\n{BODY * 30}\n三、扎实做好2012年工作\n{BODY * 30}\n"
        + END
    )
    assert [r for r, _ in parts(text, work=2012)][1:4] == ["review", "review", "tasks"]


def test_a_late_address_turns_to_the_government_in_many_words() -> None:
    plan = f"（一）抓农业。{BODY * 2}\n（二）抓工业。{BODY * 2}\n（三）抓社会。{BODY * 2}\n"
    late = f"{BODY}\n" * 40
    for ours in (
        "各位代表！站在新起点，政府系统将坚定信心，加快转变政府职能，提高办事效率。",
        "各位代表！\n我们将坚持全面从严治党，严守纪律规矩，依法行政，自觉接受监督，办好每一件事。",
    ):
        text = HEAD + f"一、2023年工作回顾\n{late}二、2024年工作安排\n{plan}{ours}{BODY}\n" + END
        assert len(begin(text, "self_building")) == 1, ours
    other = "各位代表！铸牢中华民族共同体意识，要增强“四个意识”，促进各族群众交往交流交融，共同发展。"
    text = HEAD + f"一、2023年工作回顾\n{late}二、2024年工作安排\n{plan}{other}{BODY}\n" + END
    assert begin(text, "self_building") == []


def test_an_unnumbered_title_on_the_government_is_a_part() -> None:
    text = HEAD + "2023年工作回顾\n" + f"{BODY}\n" * 9 + "2024年工作安排\n" + f"{BODY}\n" * 9
    text += "加强政府行政能力建设\n" + f"{BODY}\n" * 5 + END
    assert parts(text)[3] == ("self_building", "加强政府行政能力建设")


def test_problems_may_stand_at_the_head_of_the_plan() -> None:
    text = HEAD + f"一、过去五年工作回顾\n{BODY * 9}\n二、今后五年的奋斗目标\n{BODY}\n{PROBLEMS}{BODY}\n"
    text += "三、2024年工作安排\n" + f"{BODY}\n" * 9 + END
    assert begin(text, "problems") == ["我们也清醒地看到"]


def test_the_year_a_plan_ended_opens_a_look_back_over_it_only_if_it_goes_on_so() -> None:
    back = f"各位代表，2023年是“十三五”收官之年。五年来，全省干部群众同心同德。{BODY}\n"
    text = HEAD + f"一、2023年工作回顾\n{BODY * 9}\n{back}二、2024年工作安排\n" + f"{BODY}\n" * 9 + END
    assert begin(text, "review_term") == ["各位代表，202"]
    year = text.replace("五年来，全省", "一年来，全省")
    assert begin(year, "review_term") == []


def test_sub_parts_of_a_chapter_that_only_mentions_good_deeds_are_no_pledges() -> None:
    parts_of_it = "".join(
        f"（{n}）做好{w}工作。{BODY * 4}\n"
        for n, w in zip("一二三四", ("就业", "社保", "教育", "医疗"), strict=True)
    )
    chapter = f"三、改善民生\n聚焦百姓期盼，办好民生实事，增进民生福祉。\n{parts_of_it}"
    text = HEAD + f"一、2023年工作回顾\n{BODY * 9}\n二、发展经济\n" + f"{BODY}\n" * 9 + chapter + END
    assert begin(text, "pledges") == []


def test_how_targets_in_the_plan_are_to_be_reached_is_requirements_too() -> None:
    aims = f"2024年要起好步，努力实现经济社会发展的主要预期目标：{FIGURES}\n实现上述目标，必须坚持改革开放，把握好节奏。{BODY}\n"
    text = HEAD + f"一、过去五年的工作回顾\n{BODY * 9}\n二、今后五年的奋斗目标和总体要求\n{BODY}\n{aims}"
    text += f"三、发展农业\n{BODY * 9}\n四、发展工业\n{BODY * 9}\n五、发展科教\n{BODY * 9}\n" + END
    assert begin(text, "requirements") == ["实现上述目标，必"]
