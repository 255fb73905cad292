"""Notes of a newspaper's layout go, and the sentence they stand in is whole."""

from __future__ import annotations

import pytest
from test_formats_plain import leads_back

from luoshi.text.repair import repair
from luoshi.text.traced import TracedText


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("合作有序推进。（下转第二版）\n（上接第一版）\n（五）抓项目。", "合作有序推进。\n（五）抓项目。"),
        ("前移到第2；（下转第三版）（上接第一版）产业增加值增长8%。", "前移到第2；产业增加值增长8%。"),
        ("亿元项目5个，（下转A2版）\n开工建设7个。", "亿元项目5个，开工建设7个。"),
        ("（下转专版）的说法、出版（上海）公司、升级版（第二版）不动。", None),
    ],
)
def test_continuation_notes(raw: str, clean: str | None) -> None:
    t, _ = repair(TracedText.of(raw))
    assert t.text == (raw if clean is None else clean)
    leads_back(t)
    assert all(r.kind == "boilerplate" for r in t.repairs())


def test_points_with_a_blank_in_ratios() -> None:
    t, _ = repair(TracedText.of("是1995年的1. 6倍，比例为15. 1∶50. 2∶34.7。"))
    assert t.text == "是1995年的1.6倍，比例为15.1∶50.2∶34.7。"
