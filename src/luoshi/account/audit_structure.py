"""三次产业结构 a:b:c: three shares that make a hundred. Read from the text itself: the reader takes only those that do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.account.audit_shapes import Finding, Identity, Part, Span
from luoshi.account.audit_sheet import Sheet, Tried, question
from luoshi.account.keys import quote_of
from luoshi.account.units import clean

_NUMBER = r"\d+(?:\s?[.．]\s?\d+)?"
_COLON = r"\s?[:：∶︰]\s?"
_THREE = re.compile(rf"(?<![\d.．:：∶︰])({_NUMBER}){_COLON}({_NUMBER}){_COLON}({_NUMBER})(?!\s?[\d:：∶︰])")
_INDUSTRIES = re.compile("三次产业|三产(?:业)?(?:结构|比|增加值|占)|一、?二、?三(?:次|产)")
_AHEAD = 90  # characters before the three numbers within which they are said to be of the three industries
_HUNDRED = Span(100.0, 100.0)
_SMALL = 11.0  # 2:3:5 and 1:2:7 are plain ratios, not shares


def structure(sheet: Sheet, bound: Tried) -> Iterator[Finding]:
    """Where the three shares of a report do not make a hundred within rounding."""
    record = sheet.record
    for hit in _THREE.finditer(record.text):
        ahead = re.split("[。；;\n]", record.text[max(0, hit.start() - _AHEAD) : hit.start()])[-1]
        if not _INDUSTRIES.search(ahead):
            continue
        printed = [re.sub(r"\s", "", n).replace("．", ".") for n in hit.groups()]
        values = [float(n) for n in printed]
        if sum(values) <= _SMALL:
            continue
        inside = [m for m in record.measures if m.indicator_id == "industry_structure" and m.end == hit.end()]
        bound.add(Identity("structure-sum", tuple((record.id, m.id) for m in inside)))
        slack = sum(0.5 * 10.0 ** -len(n.partition(".")[2]) for n in printed)
        total = clean(sum(values))
        span = Span(total - slack, total + slack)
        if not span.meets(_HUNDRED):
            quote = quote_of(record, hit.start(), hit.end(), inside[0].id if inside else None)
            part = Part("三次产业结构", quote, None, "%", record.year, record.header.meeting_date)
            why = f"三个数相加是 {total:g}"
            yield question(
                "structure-sum", "unexplained", why, sheet, ("industry_structure", "三次产业结构"), (part,), _HUNDRED, span,
                total, "%",
            )  # fmt: skip
