"""Charts as SVG (图): target tick, outcome, last year; drawn with classes only, so that colours come from the page's tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import ceil, floor, log10

import msgspec

from luoshi.pages.charts_data import VERDICTS, Cell, Line, Mark

_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 8.0, 8.0, 18.0
_TICKS = 5
_LABEL = 38.0  # room that a year needs under a chart


class Scale(msgspec.Struct, frozen=True):
    """A range of values with round ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]


def scale(values: Sequence[float], zero: bool = False) -> Scale:
    """A scale that holds all values, ends on round numbers; ``zero`` puts 0 on it, too."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - 1, high + 1
    step = _round_step((high - low) / _TICKS)
    first, last = floor(low / step) * step, ceil(high / step) * step
    count = round((last - first) / step)
    return Scale(first, last, tuple(first + i * step for i in range(count + 1)))


def _round_step(raw: float) -> float:
    size = 10.0 ** floor(log10(raw))
    return next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= raw * 0.999)


def number(value: float) -> str:
    """A tick's number."""
    return f"{value:,.10g}".replace("-", "−")


def coordinate(value: float) -> str:
    """A coordinate, short and the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def years_chart(line: Line, years: tuple[int, int], s: Scale, width: int = 320, height: int = 150) -> str:
    """One line over the years: ticks for targets, marks for outcomes, both links to their sentences."""
    first, last = years
    span = max(1, last - first)
    inner = width - _LEFT - _RIGHT

    def x(year: int) -> float:
        return _LEFT + 6 + (year - first) / span * (inner - 12)

    def y(value: float) -> float:
        return _TOP + (s.high - value) / (s.high - s.low) * (height - _TOP - _BOTTOM)

    half = min(6.0, max(2.5, (inner - 12) / span * 0.36))
    out = [
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(_told(line), quote=True)}">'
    ]
    for tick in s.ticks:
        zero = " zero" if tick == 0 else ""
        out.append(
            f'<path class="grid{zero}" d="M{coordinate(_LEFT)} {coordinate(y(tick))}H{coordinate(width - _RIGHT)}"/>'
            f'<text class="tick" x="{coordinate(_LEFT - 4)}" y="{coordinate(y(tick) + 3.5)}" text-anchor="end">{number(tick)}</text>'
        )
    for year in _labelled(first, last, (inner - 12) / span):
        place = "start" if year == first and span > 4 else "end" if year == last and span > 4 else "middle"
        out.append(
            f'<text class="tick" x="{coordinate(x(year))}" y="{height - 5}" text-anchor="{place}">{year}</text>'
        )
    path = _path(
        [
            (x(c.year), y(c.outcome.low)) if c.outcome and c.outcome.low is not None else None
            for c in line.cells
        ]
    )
    out.append(f'<path class="run" d="{path}"/>' if path else "")
    for c in line.cells:
        if c.stretch is not None and c.stretch.low is not None and c.target is not None:
            out.append(
                _tick(c.stretch, x(c.year), y, half, "stretch", _about(line, c, "争取目标", c.stretch))
            )
        shown = c.target or c.stretch
        if shown is not None and shown.low is not None:
            out.append(_tick(shown, x(c.year), y, half, "target", _about(line, c, "目标", shown)))
        if c.outcome is not None and c.outcome.low is not None:
            out.append(_dot(c, x(c.year), y(c.outcome.low), _about(line, c, "结果", c.outcome)))
    out.append("</svg>")
    return "".join(out)


def bullet(cell: Cell, last: Mark | None, s: Scale, width: int = 260, height: int = 26) -> str:
    """The year's outcome as a bar from 0, the target as a tick, last year's outcome as a ring."""
    pad = 6.0

    def x(value: float) -> float:
        return pad + (value - s.low) / (s.high - s.low) * (width - 2 * pad)

    zero, middle = x(min(max(0.0, s.low), s.high)), height / 2
    out = [f'<svg class="bullet" viewBox="0 0 {width} {height}" aria-hidden="true">']
    out.append(f'<path class="grid zero" d="M{coordinate(zero)} 2V{height - 2}"/>')
    if cell.outcome is not None and cell.outcome.low is not None:
        at = x(cell.outcome.low)
        left, wide = min(zero, at), abs(at - zero)
        missed = " missed" if cell.verdict == "missed" else ""
        out.append(
            f'<rect class="bar{missed}" x="{coordinate(left)}" y="{coordinate(middle - 4)}" width="{coordinate(wide)}" height="8"/>'
        )
    if last is not None and last.low is not None:
        out.append(f'<circle class="last" cx="{coordinate(x(last.low))}" cy="{coordinate(middle)}" r="3.2"/>')
    shown = cell.target or cell.stretch
    if shown is not None and shown.low is not None and shown.high is not None:
        a, b = x(shown.low), x(shown.high)
        if b - a > 1:
            out.append(
                f'<rect class="band" x="{coordinate(a)}" y="3" width="{coordinate(b - a)}" height="{height - 6}"/>'
            )
        out.append(f'<path class="target" d="M{coordinate(a)} 3V{height - 3}"/>')
    out.append("</svg>")
    return "".join(out)


def bars(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]], width: int = 640, height: int = 150) -> str:
    """Stacked counts by year: (label, ((class, count), …)); the table beside it holds the numbers."""
    top = scale([float(sum(n for _, n in parts)) for _, parts in rows] or [1.0], zero=True)
    inner = width - _LEFT - _RIGHT
    step = inner / max(1, len(rows))

    def y(value: float) -> float:
        return _TOP + (top.high - value) / (top.high - top.low) * (height - _TOP - _BOTTOM)

    out = [f'<svg class="chart wide" viewBox="0 0 {width} {height}" aria-hidden="true">']
    for tick in top.ticks:
        if tick == int(tick):
            out.append(
                f'<path class="grid" d="M{coordinate(_LEFT)} {coordinate(y(tick))}H{coordinate(width - _RIGHT)}"/>'
                f'<text class="tick" x="{coordinate(_LEFT - 4)}" y="{coordinate(y(tick) + 3.5)}" text-anchor="end">{number(tick)}</text>'
            )
    every = max(1, ceil(len(rows) / 14))
    for i, (label, parts) in enumerate(rows):
        x, base = _LEFT + i * step + step * 0.15, 0.0
        for cls, n in parts:
            if n:
                out.append(
                    f'<rect class="s-{cls}" x="{coordinate(x)}" y="{coordinate(y(base + n))}" width="{coordinate(step * 0.7)}"'
                    f' height="{coordinate(y(base) - y(base + n))}"/>'
                )
            base += n
        if i % every == 0:
            out.append(
                f'<text class="tick" x="{coordinate(x + step * 0.35)}" y="{height - 5}" text-anchor="middle">{escape(label)}</text>'
            )
    out.append("</svg>")
    return "".join(out)


def _labelled(first: int, last: int, step: float) -> list[int]:
    """The years that are written under a chart: the ends, and round years with room between; ``step`` is units a year."""
    if last - first <= 4 and step >= _LABEL:
        return list(range(first, last + 1))
    gap = _LABEL / step
    every = 5 if 5 * step >= _LABEL else 10 if 10 * step >= _LABEL else 20
    inner = [y for y in range(first + 1, last) if y % every == 0]
    return [
        first,
        *(y for y in inner if y - first >= gap and last - y >= gap),
        *([last] if last > first else []),
    ]


def _path(points: list[tuple[float, float] | None]) -> str:
    """Lines between the outcomes of years that follow on each other; a missing year leaves a gap."""
    out, pen = [], False
    for p in points:
        if p is not None:
            out.append(f"{'L' if pen else 'M'}{coordinate(p[0])} {coordinate(p[1])}")
        pen = p is not None
    return "".join(out)


def _tick(m: Mark, x: float, y: Callable[[float], float], half: float, cls: str, about: str) -> str:
    """A target: a short line; a band for a range; a stub up for at least, down for at most."""
    assert m.low is not None and m.high is not None
    a, b = y(m.low), y(m.high)
    parts = []
    if a - b > 0.5:
        parts.append(
            f'<rect class="band" x="{coordinate(x - half)}" y="{coordinate(b)}" width="{coordinate(2 * half)}" height="{coordinate(a - b)}"/>'
        )
    line = f"M{coordinate(x - half)} {coordinate(a)}H{coordinate(x + half)}"
    if m.op in (">=", "<="):
        line += f"M{coordinate(x)} {coordinate(a)}v{-5 if m.op == '>=' else 5}"
    parts.append(f'<path class="{cls}" d="{line}"/>')
    return f'<a href="#{m.key}" tabindex="-1"{_off(m)}><title>{escape(about)}</title>{"".join(parts)}</a>'


def _dot(c: Cell, x: float, y: float, about: str) -> str:
    assert c.outcome is not None
    if c.verdict == "missed":
        shape = f'<path class="dot missed" d="M{coordinate(x - 3.6)} {coordinate(y - 2.6)}h7.2l-3.6 6z"/>'
    elif c.verdict in ("met", "exceeded"):
        shape = f'<circle class="dot met" cx="{coordinate(x)}" cy="{coordinate(y)}" r="3"/>'
    else:
        shape = f'<circle class="dot open" cx="{coordinate(x)}" cy="{coordinate(y)}" r="2.6"/>'
    return (
        f'<a href="#{c.outcome.key}" tabindex="-1"{_off(c.outcome)}><title>{escape(about)}</title>{shape}</a>'
    )


def _off(m: Mark) -> str:
    return ' class="off"' if m.off else ""


def _about(line: Line, c: Cell, what: str, m: Mark) -> str:
    verdict = f"；{VERDICTS[c.verdict][1]}" if c.verdict and what == "结果" else ""
    return (
        f"{line.name} {c.year}年 {line.title} {what}：{m.said}{verdict}{'（超出图的尺度）' if m.off else ''}"
    )


def _told(line: Line) -> str:
    targets = sum(c.target is not None or c.stretch is not None for c in line.cells)
    outcomes = sum(c.outcome is not None for c in line.cells)
    years = f" {line.cells[0].year}—{line.cells[-1].year}年" if line.cells else ""
    return f"{line.name}{line.title}{years}：目标 {targets} 个，结果 {outcomes} 个；数字见下面的表"
