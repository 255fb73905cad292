"""Corrections: they find their place again, hold against better rules, and are never lost in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reading import TEXT, made

from luoshi.errors import UnreadableFile
from luoshi.facts.correcting import correct, key_of, selectors
from luoshi.facts.corrections import Correction, Figure, dumps, figure_of, load, loads, merge
from luoshi.facts.reading import Reading
from luoshi.facts.rebinding import Squeezed, find
from luoshi.facts.shapes import Measure

GREENHOUSE, ENERGY, GDP_TARGET, TOWN, COUNTRY = (f"{n:010x}" for n in (5, 6, 8, 3, 4))


def word(reading: Reading, id_: str, action: str = "accept", **changes: Any) -> Correction:
    """A person's word on one measure of ``reading``, as the review page would save it."""
    m = by_id(reading)[id_]
    machine = figure_of(m)
    person = msgspec.structs.replace(machine, **changes) if action == "edit" else None
    return Correction(id_, action, key_of(reading), selectors(reading)[id_], machine, person)  # type: ignore[arg-type]


def by_id(reading: Reading) -> dict[str, Measure]:
    return {m.id: m for m in reading.measures}


def renumbered(reading: Reading) -> Reading:
    """What better rules elsewhere can do at worst: every id is another one."""
    new = {m.id: f"{n:010x}" for n, m in enumerate(reading.measures, 0xABC000)}
    measures = tuple(msgspec.structs.replace(m, id=new[m.id]) for m in reading.measures)
    pledges = tuple(
        msgspec.structs.replace(p, measures=tuple(new[i] for i in p.measures)) for p in reading.pledges
    )
    return msgspec.structs.replace(reading, measures=measures, pledges=pledges)


def shifted(reading: Reading, before: str) -> Reading:
    """The same report in another copy: another file, with something in front."""
    n = len(before)

    def moved(rows: Any) -> Any:
        return tuple(msgspec.structs.replace(x, start=x.start + n, end=x.end + n) for x in rows)

    source = msgspec.structs.replace(reading.source, sha256="f" * 64)
    return msgspec.structs.replace(
        renumbered(reading), text=before + reading.text, source=source, sections=moved(reading.sections),
        measures=moved(renumbered(reading).measures), pledges=(), problems=(), inherited_pledges=(),
    )  # fmt: skip


def states(reading: Reading) -> list[str]:
    return [a.state for a in reading.corrections]


def test_an_edit_changes_the_figure_and_keeps_what_the_machine_read() -> None:
    r = made()
    done = correct(r, [word(r, ENERGY, "edit", value=-3.4, period="2029", indicator="单位地区生产总值能耗")])
    m = by_id(done)[ENERGY]
    assert (m.value, m.period, m.flags, m.rule) == (-3.4, "2029", ("corrected",), "correction")
    assert (m.start, m.end) == (by_id(r)[ENERGY].start, by_id(r)[ENERGY].end)
    (applied,) = done.corrections
    assert (applied.state, applied.fact) == ("applied", ENERGY)
    assert applied.machine is not None and applied.machine.value == -3.2
    assert [x for x in done.measures if x.id != ENERGY] == [x for x in r.measures if x.id != ENERGY]


def test_an_accepted_figure_is_confirmed_and_no_longer_in_doubt() -> None:
    r = made()
    done = correct(r, [word(r, ENERGY)])
    assert "confirmed" in by_id(done)[ENERGY].flags
    assert states(done) == ["confirmed"]


def test_a_rejected_measure_goes_and_nothing_points_to_it_any_more() -> None:
    r = made()
    inside = r.pledges[0].measures[0]
    done = correct(r, [word(r, inside, "reject")])
    assert inside not in by_id(done)
    assert inside not in done.pledges[0].measures and len(done.pledges[0].measures) == 1
    assert states(done) == ["rejected"]
    assert done.corrections[0].machine is not None


def test_a_parent_that_was_taken_out_leaves_its_parts() -> None:
    r = made()
    part = msgspec.structs.replace(by_id(r)[ENERGY], parent=GREENHOUSE)
    r = msgspec.structs.replace(r, measures=tuple(part if m.id == ENERGY else m for m in r.measures))
    assert by_id(correct(r, [word(r, GREENHOUSE, "reject")]))[ENERGY].parent is None


def test_renumbered_measures_are_found_by_quote_and_context() -> None:
    r = made()
    words = [word(r, ENERGY, "edit", value=-3.4), word(r, GDP_TARGET), word(r, GREENHOUSE, "reject")]
    later = correct(renumbered(r), words)
    assert states(later) == ["applied", "confirmed", "rejected"]
    assert [m.value for m in later.measures if m.name == "单位能耗"] == [-3.4, -3]


def test_another_copy_with_other_blanks_and_punctuation_is_found() -> None:
    r = made()
    words = [word(r, ENERGY, "edit", value=-3.4), word(r, TOWN, "edit", value=5.2)]
    other = shifted(r, "本网讯  ")
    full = other.text.translate(str.maketrans(",;:()", "，；：（）"))
    later = correct(msgspec.structs.replace(other, text=full), words)
    assert states(later) == ["applied", "applied"]
    assert [m.value for m in later.measures if m.name.endswith("人均可支配收入")] == [5.2, 7.3]


def test_measures_that_share_a_span_are_told_apart() -> None:
    r = made()
    words = [word(r, COUNTRY, "edit", value=7.1)]
    later = correct(renumbered(r), words)
    assert {m.name: m.value for m in later.measures if "人均" in m.name} == {
        "城镇居民人均可支配收入": 5.1,
        "农村居民人均可支配收入": 7.1,
    }


def test_a_better_rule_that_agrees_with_the_person_is_confirmed() -> None:
    r = made()
    words = [word(r, ENERGY, "edit", value=-3.4)]
    better = msgspec.structs.replace(by_id(r)[ENERGY], value=-3.4, flags=())
    later = msgspec.structs.replace(r, measures=tuple(better if m.id == ENERGY else m for m in r.measures))
    done = correct(later, words)
    assert states(done) == ["confirmed"] and by_id(done)[ENERGY].flags == ("confirmed",)


def test_a_worse_rule_cannot_undo_what_was_accepted() -> None:
    r = made()
    words = [word(r, GREENHOUSE)]
    worse = msgspec.structs.replace(by_id(r)[GREENHOUSE], value=32, unit="0座")
    later = msgspec.structs.replace(r, measures=tuple(worse if m.id == GREENHOUSE else m for m in r.measures))
    done = correct(later, words)
    assert states(done) == ["restored"]
    assert (by_id(done)[GREENHOUSE].value, by_id(done)[GREENHOUSE].unit) == (320, "座")
    assert done.corrections[0].machine is not None and done.corrections[0].machine.value == 32


def test_an_indicator_learnt_since_is_welcome_where_none_was_accepted() -> None:
    r = made()
    words = [word(r, GREENHOUSE)]
    learnt = msgspec.structs.replace(by_id(r)[GREENHOUSE], indicator="蔬菜大棚")
    later = msgspec.structs.replace(
        r, measures=tuple(learnt if m.id == GREENHOUSE else m for m in r.measures)
    )
    assert states(correct(later, words)) == ["confirmed"]


def test_a_measure_that_is_no_longer_read_is_made_anew() -> None:
    r = made()
    words = [word(r, ENERGY, "edit", value=-3.4), word(r, GREENHOUSE, "reject")]
    later = msgspec.structs.replace(
        r, measures=tuple(m for m in r.measures if m.id not in (ENERGY, GREENHOUSE))
    )
    done = correct(later, words)
    assert states(done) == ["recreated", "moot"]
    m = by_id(done)[ENERGY]
    assert (TEXT[m.start : m.end], m.value, m.section) == ("单位能耗下降3.2%", -3.4, "s3")
    assert list(done.measures) == sorted(done.measures, key=lambda m: (m.start, m.end))


def test_what_finds_no_place_is_told() -> None:
    r = made()
    lost = word(r, ENERGY, "edit", value=1)
    where = msgspec.structs.replace(
        lost.selector, quote="完全没有的话5%", before="也没有的上文也没有", after="下文"
    )
    done = correct(r, [msgspec.structs.replace(lost, id="0123456789", selector=where)])
    assert states(done) == ["unplaced"]
    assert done.measures == r.measures
    assert any("完全没有的话" in w for w in done.source.warnings)


def test_corrections_of_other_reports_do_nothing() -> None:
    r = made()
    one = word(r, ENERGY, "edit", value=1)
    other = msgspec.structs.replace(one.report, sha256="0" * 64, work_year=1999)
    assert correct(r, [msgspec.structs.replace(one, report=other)]) is r
    part = msgspec.structs.replace(one.report, part=2)
    assert correct(r, [msgspec.structs.replace(one, report=part)]) is r


def test_a_repair_inside_the_quote_does_not_lose_the_place() -> None:
    r = made()
    one = word(r, GREENHOUSE, "edit", value=330)
    where = msgspec.structs.replace(one.selector, quote="新建蔬萊大棚3?0座")
    assert find(Squeezed(TEXT), where) == (by_id(r)[GREENHOUSE].start, by_id(r)[GREENHOUSE].end)


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 30), st.text("甲乙丙 \n", max_size=40))
def test_a_place_is_found_again_after_anything_in_front(start: int, length: int, front: str) -> None:
    end = min(len(TEXT), start + length)
    quote = TEXT[start:end]
    if not quote.strip():
        return
    from luoshi.facts.corrections import Selector

    where = Selector(quote, TEXT[max(0, start - 20) : start], TEXT[end : end + 20], 0, start)
    found = find(Squeezed(front + TEXT), where)
    if found is None:
        return  # too short to be sure of: said, not guessed
    a, b = found
    assert "".join((front + TEXT)[a:b].split()) == "".join(quote.split())
    if len("".join(quote.split())) >= 8:
        # Leading and trailing blanks of the quote are not part of the place.
        assert len(front) + start <= a and b <= len(front) + end


def test_the_file_comes_back_as_it_went(tmp_path: Path) -> None:
    r = made()
    words = (
        word(r, ENERGY, "edit", value=-3.4, high=None),
        word(r, GDP_TARGET),
        word(r, GREENHOUSE, "reject"),
    )
    out = tmp_path / "c.json"
    out.write_bytes(dumps(words))
    assert load(out) == words
    assert load(out) == loads("x", b"\xef\xbb\xbf" + out.read_bytes())


def test_of_two_words_on_one_measure_the_last_counts() -> None:
    r = made()
    first, second = word(r, ENERGY, "edit", value=1), word(r, ENERGY, "edit", value=2)
    other = word(r, GDP_TARGET)
    assert merge([first, other], [second]) == (other, second)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是有效的更正文件"),
        (b"\xff\xfe", "不是有效的更正文件"),
        (b"[]", "不是有效的更正文件"),
        (b'{"schema":"luoshi.report/1"}', "luoshi.corrections/1"),
        (b'{"schema":"luoshi.corrections/1","corrections":[{"id":"x"}]}', "不是有效的更正文件"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        loads("c.json", data)


def test_a_correction_that_says_nothing_sensible_is_refused_by_number() -> None:
    r = made()
    good = word(r, GDP_TARGET)
    bad = [
        word(r, ENERGY, "edit", value=None),
        word(r, ENERGY, "edit", op="range", high=None),
        word(r, ENERGY, "edit", name=" "),
        msgspec.structs.replace(word(r, ENERGY), action="edit"),
    ]
    for b in bad:
        with pytest.raises(UnreadableFile, match="第 2 条"):
            loads("c.json", dumps([good, b]))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="更正文件读不了"):
        load(tmp_path / "none.json")


def test_a_figure_has_the_fields_of_a_measure() -> None:
    assert set(Figure.__struct_fields__) < set(Measure.__struct_fields__)
