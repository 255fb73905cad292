"""From bytes to the reports in them (入口): sniff, extract, repair, split, drop the page frame."""

from __future__ import annotations

from hashlib import sha256

import msgspec
import regex

from luoshi.errors import NoReportFound, UnreadableFile
from luoshi.text.boilerplate import frame
from luoshi.text.decode import PLAUSIBLE, Decoded, plausibility
from luoshi.text.formats import Extracted
from luoshi.text.formats.sniff import sniff
from luoshi.text.lines import Line, lines_of
from luoshi.text.recognise import Verdict, judge
from luoshi.text.repair import repair
from luoshi.text.source import SourceText
from luoshi.text.split import Zone, same_report, zones
from luoshi.text.traced import Edit, TracedText

MAX_BYTES = 50 * 1024 * 1024  # no report needs more, scans and pictures included
MAX_TEXT_BYTES = 16 * 1024 * 1024  # some 250 reports; plain text beyond that is a data dump
_LONG = 300_000  # characters; no single report is longer
_JUDGED, _LEAST_GARBLED = 5000, 200  # characters looked at, and not ASCII among them, to tell a garbled text
_GARBLED = "没有找到政府工作报告：文字像是整篇乱码（编码被弄错），请从原网页或原文件重新复制"
_MEGABYTE = 1024 * 1024
# Some word of every report in either script; a text without any is not repaired and searched in vain.
_ANY_SIGN = regex.compile(r"政\s*府|代\s*表|报\s*告|報\s*告|委\s*员|國\s*務\s*院|国\s*务\s*院|¤u|§@")


class _Part(msgspec.Struct, frozen=True):
    """A stretch of the page that was judged; ``drop`` is its page frame."""

    zone: Zone
    drop: tuple[tuple[int, int], ...]
    text: str
    verdict: Verdict


def take_in(path: str, data: bytes) -> tuple[SourceText, ...]:
    """The government work reports in ``data``, in page order, each clean and with its map to the raw text.

    ``path`` names the file in messages; its suffix is only a hint. Raises UnreadableFile (empty, binary, broken,
    protected, too large, picture only), MissingExtra (a format whose package is not installed) and NoReportFound
    (readable, but a communiqué, a plan, a news item…).
    """
    if not data:
        raise UnreadableFile(path, "文件是空的")
    if len(data) > MAX_BYTES:
        raise UnreadableFile(path, f"文件超过 {MAX_BYTES // _MEGABYTE} MB，不像一份报告；请拆分后再读")
    extracted = _extract(path, data)
    if len(extracted.text.text) > _LONG and not _ANY_SIGN.search(extracted.text.text):
        raise NoReportFound(path, "没有找到政府工作报告：全文没有“政府”“代表”“报告”等字样")
    text, warnings = repair(extracted.text)
    parts = [_judged(text, zone, lines) for zone, lines in _zoned(text.text)]
    kept, notes = _kept(parts)
    if not kept:
        raise NoReportFound(path, _garbled(text.text) or _reason(parts))
    digest = sha256(data).hexdigest()
    out = []
    for n, (part, traced) in enumerate(_cut(text, parts, kept), 1):
        out.append(
            SourceText(
                path=path,
                sha256=digest,
                format=extracted.format,
                encoding=extracted.encoding,
                text=traced.text,
                raw=traced.raw,
                map=traced.segments,
                repairs=traced.repairs(),
                warnings=tuple(dict.fromkeys((*extracted.warnings, *warnings, *notes.get(part, ())))),
                part=n,
                parts=len(kept),
            )
        )
    return tuple(out)


def _extract(path: str, data: bytes) -> Extracted:
    """The text of a file of any format; a format's own package is imported only here, when it is needed."""
    kind = sniff(path, data)
    if kind in ("text", "html") and len(data) > MAX_TEXT_BYTES:
        raise UnreadableFile(path, f"文本超过 {MAX_TEXT_BYTES // _MEGABYTE} MB，不像报告；请拆分后再读")
    if kind == "html":
        from luoshi.text.formats import html

        return html.extract(path, data)
    if kind == "docx":
        from luoshi.text.formats import docx

        return docx.extract(path, data)
    if kind == "pdf":
        from luoshi.text.formats import pdf

        return pdf.extract(path, data)
    from luoshi.text.formats import plain

    return plain.extract(path, data)


def _zoned(text: str) -> list[tuple[Zone, list[Line]]]:
    lines = list(lines_of(text))
    out = []
    at = 0
    for zone in zones(text, lines):
        first = at
        while at < len(lines) and lines[at].start < zone.end:
            at += 1
        inside = lines[first:at]
        if (inside and inside[0].start < zone.start) or (inside and inside[-1].end > zone.end):
            inside = list(lines_of(text, zone.start, zone.end))  # cut inside a line
            at = at - 1 if at < len(lines) + 1 and lines[at - 1].end > zone.end else at
        out.append((zone, inside))
    return out


def _judged(text: TracedText, zone: Zone, lines: list[Line]) -> _Part:
    drop, left = frame(lines, zone.opening, zone.end)
    at, kept = zone.start, []
    for a, b in drop:
        kept.append(text.text[at:a])
        at = b
    kept.append(text.text[at : zone.end])
    clean = "".join(kept).strip()
    if len(clean) > _LONG:
        return _Part(zone, tuple(drop), clean, Verdict(0, f"过长的文字汇编（{len(clean)} 字）", False))
    return _Part(zone, tuple(drop), clean, judge(clean, left))


def _kept(parts: list[_Part]) -> tuple[list[int], dict[int, list[str]]]:
    """The indexes of the parts that are reports, copies left out, and warnings by index."""
    kept: list[int] = []
    notes: dict[int, list[str]] = {}
    for i, part in enumerate(parts):
        if not part.verdict.is_report:
            continue
        twin = next((k for k in kept if same_report(parts[k].text, part.text)), None)
        if twin is None:
            kept.append(i)
            continue
        best = i if len(part.text) > 1.05 * len(parts[twin].text) else twin
        kept[kept.index(twin)] = best
        notes.setdefault(best, notes.pop(twin, [])).append("文件里同一份报告出现了两次，只读其中较全的一份")
    for i, part in enumerate(parts):
        if kept and not part.verdict.is_report and part.verdict.lookalike and len(part.text) > 1000:
            near = max((k for k in kept if k < i), default=kept[0])
            notes.setdefault(near, []).append(f"文件里另有一篇{part.verdict.lookalike}，没有读")
    if len(kept) > 1:
        for n, i in enumerate(kept, 1):
            notes.setdefault(i, []).append(f"文件里有 {len(kept)} 份报告，这是第 {n} 份")
    return kept, notes


def _cut(text: TracedText, parts: list[_Part], kept: list[int]) -> list[tuple[int, TracedText]]:
    """Each kept part with what is dropped around it as boilerplate; parts that are no reports go to a neighbour."""
    out = []
    for n, i in enumerate(kept):
        first = 0 if n == 0 else i
        after = kept[n + 1] if n + 1 < len(kept) else len(parts)
        start = parts[first].zone.start
        end = parts[after - 1].zone.end
        drops = []
        for k in range(first, after):
            zone = parts[k].zone
            drops += list(parts[k].drop) if k == i else [(zone.start, zone.end)]
        stretch = text if len(kept) == 1 else _stretch(text, start, end, n == 0, n + 1 == len(kept))
        edits = [Edit(a - start, b - start, "", "boilerplate") for a, b in _merged(drops)]
        out.append((i, _stripped(stretch.edit(edits))))
    return out


def _stretch(text: TracedText, start: int, end: int, first: bool, last: bool) -> TracedText:
    """``text[start:end]`` with the repairs made there, the file's head and tail counted in."""
    part = text.cut(start, end)
    low = 0 if first else text.raw_span(start, start)[0]
    high = len(text.raw) if last else text.raw_span(end, end)[0]
    marks = tuple(m for m in text.marks if low <= m.raw_start and (m.raw_end <= high or last))
    return msgspec.structs.replace(part, marks=marks)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Touching spans as one, so that one stretch of page frame is one repair."""
    out: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _stripped(text: TracedText) -> TracedText:
    s = text.text
    left = len(s) - len(s.lstrip())
    right = len(s.rstrip())
    edits = [Edit(0, left, "", "layout")] if left else []
    if left < right < len(s):
        edits.append(Edit(right, len(s), "", "layout"))
    return text.edit(edits, recorded=False)


def _garbled(text: str) -> str:
    """The reason, if nearly no character of ``text`` is a common one: then some program decoded it wrongly."""
    sample = Decoded(text[:_JUDGED], "utf-8")
    many = sum(c > "\x7f" and c.isalpha() for c in sample.text) >= _LEAST_GARBLED
    return _GARBLED if many and plausibility(sample) < PLAUSIBLE else ""


def _reason(parts: list[_Part]) -> str:
    """Why no part is a report: what the longest one looks like."""
    longest = max(parts, key=lambda p: len(p.text))
    if longest.verdict.lookalike:
        return f"没有找到政府工作报告：像是{longest.verdict.lookalike}"
    return "没有找到政府工作报告：没有报告标题、“各位代表”的开场和回顾、部署两部分"
