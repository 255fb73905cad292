"""Run-in topic sentences (段首主题句): “这一年，我们…。”, “一是…。”, a short first sentence that names the paragraph's theme."""

from __future__ import annotations

import regex as re

from luoshi.report.headings import Mark, chains
from luoshi.report.paragraphs import Layout

_OPENER = re.compile(
    r"(?:——)?(?P<time>(?:回[顾首眸])?(?:这|过去(?:的)?|刚刚过去的)?(?:一|五|三|四|两)年(?:来|多来|间|里)?|[“\"]十[一二三四]?五[”\"](?:时期|期间|以来)?|这是)[，,：:]?(?:是|我们|让我们|全[省市县区州])?"
)
_BEGINS_OPENER = frozenset('—回这过刚一五三四两“"十')
"""The first characters of what an opener can begin with."""
_FIRST = re.compile(r"[^。！!？?；;\n]{4,64}?[。：:！!](?=\S)")
_TO_THE_STOP = re.compile(r"[^。！!？?；;\n]{4,40}。")
_LABEL = re.compile(r"(?:——)?[^。！!？?；;：:\n]{4,46}[。：:！!]")
_NOT_LABEL = re.compile(
    r"^(?:各位|同志们|现在|我代表|今年|\d{4}年|这些|以上|同时|此外|总之|当前|为此|综合|实现|按照|根据|我们(?:也|还|清醒)|过去|在|\(|（|\d)|\d+[.\d]*(?:%|亿|万|个|项)"
)
_STATEMENT = re.compile(
    r"^(?:为了?|结合|由于|随着|要|如果|只有|一些|有的|这|首先|目前|近|各级|各地|所有|全国|我国)"
    r"|必须|应当|(?<![重主需首紧必])要(?![素求闻点道塞务])"
)
"""What a label is not: reasons, conditions, and what must be done."""
_IN_REGARD = re.compile(r"(?:——)?(?:在|关于)?[^，,。；;：:\n]{2,14}方面[，,]")
_THIS_IS = re.compile(r"(?:[^。，,]{2,8}[，,])?这是[^。]{4,44}的[一五]年。")
_COPULA = re.compile(r"(?<![但可不要总凡就都只还于或])是(?!否)")
_FEW_TOPICS, _FEW_CHARACTERS = 3, 60
_LONGEST_LABEL = 34
_MOSTLY = 0.33
"""The share of paragraphs that labels must head: a theme may go on through a paragraph or two."""


def openers(layout: Layout, lo: int, hi: int) -> list[Mark]:
    """Sentences that open alike with a time (“五年来，我们…”), three or more of them, or paragraphs that do, two or more;
    paragraphs that open with what they regard (“在教育方面，…”), three or more."""
    text = layout.text
    regards = [(a, m) for a, _ in layout.within(lo, hi) if (m := _IN_REGARD.match(text, a, hi))]
    if len(regards) >= _FEW_TOPICS:
        return [_topic(text, a, m.end() - 1) for a, m in regards]
    sentences = [s for s in layout.sentences(lo, hi) if text[s] in _BEGINS_OPENER]
    whole = _this_is(layout, lo, hi)
    if len(whole) >= _FEW_TOPICS:
        return [_topic(text, m.start() + m[0].index("这是"), m.end()) for m in whole]
    found: dict[str, list[tuple[int, int]]] = {}
    for s in sentences:
        m = _OPENER.match(text, s, hi)
        first = _FIRST.match(text, s, hi) if m else None
        if m and first:
            end = _with_colon(text, first)
            found.setdefault(text[m.start() : m.end()].replace("，", ","), []).append((s, end))
    out = []
    for key, spans in found.items():
        heads = [s for s, _ in spans if layout.starts_paragraph(s)]
        enough = len(spans) >= _FEW_TOPICS and not (0 < len(heads) < len(spans) / 2) and not layout.lined
        if key.startswith("这是") and len(heads) < _FEW_TOPICS:
            continue
        if enough or len(heads) >= 2:
            out += [_topic(text, s, e) for s, e in spans if len(heads) < 2 or layout.starts_paragraph(s)]
    return sorted(out, key=lambda m: m.start)


def _this_is(layout: Layout, lo: int, hi: int) -> list[re.Match[str]]:
    """The sentences “这是…的五年。”, which name a theme wherever they stand."""
    if layout.text.find("这是", lo, hi) < 0:
        return []
    return [m for s in layout.sentences(lo, hi) if (m := _THIS_IS.match(layout.text, s, hi))]


def _with_colon(text: str, first: re.Match[str]) -> int:
    """“让我们振奋的是：创新成势。” is one heading."""
    if text[first.end() - 1] in "：:":
        more = _TO_THE_STOP.match(text, first.end())
        if more:
            return int(more.end())
    return int(first.end())


def ordinals(marks: list[Mark], lo: int, hi: int) -> list[Mark]:
    """“一是…。” blocks that carry a whole topic each; short lists of clauses are none."""
    out: list[Mark] = []
    for chain in chains(marks, "ordinal", lo, hi):
        ends = [m.start for m in chain[1:]]
        sizes = [b - a.start for a, b in zip(chain, ends, strict=False)]
        if len(chain) >= _FEW_TOPICS and sizes and sorted(sizes)[len(sizes) // 2] >= 2 * _FEW_CHARACTERS:
            out += chain
    return out


def labels(layout: Layout, lo: int, hi: int) -> list[Mark]:
    """Paragraphs whose short first sentence names their theme, where most paragraphs of the stretch have one; title lines too."""
    text = layout.text
    spans = [(a, b) for a, b in layout.within(lo, hi) if b - a >= 8]
    lines: list[Mark] = []
    out: list[Mark] = []
    bodies = 0
    for i, (a, b) in enumerate(spans):
        line = text[a:b].rstrip()
        if (
            len(line) <= 40
            and line[-1:] not in "。！!？?：:；;，,"
            and not _NOT_LABEL.search(line)
            and i + 1 < len(spans)
        ):
            if not (lines and lines[-1].end + 2 >= a):  # a title of two lines is one
                lines.append(Mark(a, b, "topic", 0, line))
            continue
        if len(line) < _FEW_CHARACTERS:
            continue
        bodies += 1
        first = _LABEL.match(text, a, b)
        if first and b - first.end() > _FEW_CHARACTERS // 2 and _names_a_theme(first[0]):
            out.append(_topic(text, a, first.end()))
    if len(lines) >= 2:
        return lines
    return out if len(out) >= _FEW_TOPICS and len(out) >= _MOSTLY * bodies else []


def bullets(layout: Layout, lo: int, hi: int) -> list[Mark]:
    """Paragraphs that open with a dash (“——经济稳中向好。…”), three or more in a row."""
    text = layout.text
    run: list[Mark] = []
    best: list[Mark] = []
    for a, b in layout.within(lo, hi):
        if text.startswith("——", a) and b - a > _FEW_CHARACTERS // 2:
            first = _LABEL.match(text, a, b)
            comma = text.find("，", a, b)
            end = first.end() if first else comma if comma > 0 else b
            run.append(_topic(text, a, end))
            best = run if len(run) > len(best) else best
        else:
            run = []
    return best if len(best) >= _FEW_TOPICS else []


def _names_a_theme(sentence: str) -> bool:
    """Whether a first sentence can be a label: short, and no statement about something."""
    return (
        len(sentence) <= _LONGEST_LABEL
        and not _NOT_LABEL.search(sentence)
        and not _COPULA.search(sentence)
        and not _STATEMENT.search(sentence)
    )


def _topic(text: str, start: int, end: int) -> Mark:
    return Mark(start, end, "topic", 0, text[start:end].strip().rstrip("。：:！!"))
