"""The reader's html (阅读页的标记): one report as an article. Everything from the report is escaped here, once."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from luoshi.pages import words
from luoshi.pages.kinds import KINDS
from luoshi.pages.mending import joined_lines
from luoshi.pages.view import heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from luoshi.pages.facts import Fact
    from luoshi.pages.mending import Mending
    from luoshi.pages.runs import Run
    from luoshi.pages.view import Block, Group, Page, Target

# Long or frequent stretches: no links, so that they can be selected and the tab key passes them.
_SPANS = frozenset(("task", "mechanism"))
_UNKNOWN = '<span class="none">文中未写明</span>'


def article(page: Page) -> Iterator[str]:
    """One report: header card, table of targets, outline, text, facts."""
    yield f'<article class="report" id="r-{page.uid}" data-title="{escape(page.title)}">\n'
    yield from _card(page)
    yield from _targets(page)
    yield f'<div class="bar" role="toolbar" aria-label="显示哪些事实">{_filters(page)}</div>\n'
    yield '<div class="panes">\n'
    yield from _outline(page)
    yield f'<section class="text" id="text-{page.uid}" aria-label="正文">\n'
    mended = {m.key: m for m in page.mendings}
    for block in page.blocks:
        yield from _block(block, page, mended)
    yield "</section>\n"
    yield f'<aside class="facts" id="facts-{page.uid}" aria-label="事实">\n'
    for group in page.groups:
        yield from _group(group)
    yield from _mendings(page)
    yield '<p class="empty" hidden>没有符合条件的事实</p>\n</aside>\n</div>\n</article>\n'


def _card(page: Page) -> Iterator[str]:
    r, h = page.reading, page.reading.header
    yield f'<header class="card">\n<h1>{escape(page.title)}</h1>\n'
    notes = [n for n in (words.COMPLETENESS_NOTES.get(r.source.completeness), *r.source.warnings) if n]
    if notes:
        items = "".join(f"<li>{escape(n)}</li>" for n in notes)
        yield f'<div class="warn" role="note"><b>注意</b><ul>{items}</ul></div>\n'
    who = f"{h.speaker_title or ''} {h.speaker or ''}".strip()
    level = words.LEVELS.get(h.level or "", "")
    years = f"安排 {h.work_year} 年工作" if h.work_year else ""
    if h.review_year:
        years += f"，回顾 {h.review_year} 年"
    mended = f"，修复 {page.counts['repair']} 处" if page.counts["repair"] else "，未作修复"
    rows = [
        (
            "地区",
            "，".join(x for x in (words.place(h), level) if x) + (f"（代码 {h.code}）" if h.code else ""),
        ),
        ("会议", h.meeting or ""),
        ("日期", h.meeting_date or ""),
        ("报告人", who),
        ("年度", years),
        ("文本", f"{words.COMPLETENESS[r.source.completeness]}，{len(r.text):,} 字{mended}"),
    ]
    yield '<dl class="meta">\n'
    for name, value in rows:
        yield f"<div><dt>{name}</dt><dd>{escape(value) or _UNKNOWN}</dd></div>\n"
    part = f"（第 {r.source.part} 份，共 {r.source.parts} 份）" if r.source.parts > 1 else ""
    file = f"{escape(r.source.path)}{part}"
    yield f'<div class="wide"><dt>文件</dt><dd>{file}<span class="sha"> {escape(r.source.format)} · {escape(r.source.encoding)}'
    yield f" · sha256 {escape(r.source.sha256[:16])}…</span></dd></div>\n</dl>\n</header>\n"


def _targets(page: Page) -> Iterator[str]:
    count = sum(len(rows) for _, rows in page.targets)
    yield f'<details class="targets" open><summary><h2>预期目标</h2><span class="count">{count}</span></summary>\n'
    if not count:
        yield '<p class="none">没有读到预期目标段。</p></details>\n'
        return
    yield '<div class="scroll"><table>\n<thead><tr><th scope="col">指标</th><th scope="col" class="num" colspan="2">目标</th>'
    firm = any(t.firmness for _, rows in page.targets for t in rows)
    yield '<th scope="col">期间</th>' + ('<th scope="col">力度</th>' if firm else "")
    yield '<th scope="col" class="quote">原文</th></tr></thead>\n'
    for title, rows in page.targets:
        yield "<tbody>\n"
        if len(page.targets) > 1 or title != "预期目标":
            span = 6 if firm else 5
            yield f'<tr class="part"><th colspan="{span}" scope="rowgroup">{title}<span class="count">{len(rows)}</span></th></tr>\n'
        yield from (_target(t, firm) for t in rows)
        yield "</tbody>\n"
    yield "</table></div></details>\n"


def _target(t: Target, firm: bool) -> str:
    firmness = f'<td class="nb">{escape(t.firmness)}</td>' if firm else ""
    name = f'<a href="#t-{escape(t.id)}" data-go="{escape(t.id)}">{escape(t.name)}</a>'
    return (
        f'<tr><th scope="row">{name}</th><td class="manner">{escape(t.manner)}</td>'
        f'<td class="figure{_whole(t.figure)}">{escape(t.figure)}</td><td class="nb">{escape(t.period)}</td>'
        f'{firmness}<td class="quote">{escape(t.quote)}</td></tr>\n'
    )


def _whole(value: str) -> str:
    """A short figure is not broken between number and unit."""
    return " nb" if len(value) <= 8 else ""


def _filters(page: Page) -> str:
    buttons = "".join(
        f'<button type="button" class="k-{kind}" data-kind="{kind}" aria-pressed="{str(KINDS[kind].open).lower()}">'
        f'<i></i>{KINDS[kind].name}<span class="count">{n}</span></button>'
        for kind, n in page.counts.items()
    )
    tabs = (
        '<span class="tabs"><button type="button" data-tab="text" aria-pressed="true">正文</button>'
        '<button type="button" data-tab="facts" aria-pressed="false">事实</button></span>'
    )
    find = '<input type="search" class="find" placeholder="筛选事实  /" aria-label="按名称筛选事实">'
    return f'{tabs}<span class="kinds">{buttons}</span>{find}'


def _outline(page: Page) -> Iterator[str]:
    if not page.reading.sections:
        yield '<div class="outline"></div>\n'
        return
    yield '<details class="outline" open><summary>篇章</summary>\n<ol>\n'
    for s in page.reading.sections:
        name = escape(heading(s))
        yield f'<li class="d{s.depth}"><a href="#s-{page.uid}-{escape(s.id)}">{name}</a></li>\n'
    yield "</ol>\n</details>\n"


def _block(block: Block, page: Page, mended: dict[str, Mending]) -> Iterator[str]:
    p, text = block.paragraph, page.reading.text
    for s in p.opens:
        shown = s.heading is None and s.role not in ("front", "review", "tasks")
        label = words.ROLES[s.role] if shown else ""
        yield f'<div class="open" id="s-{page.uid}-{escape(s.id)}" data-role="{label}"></div>'
    tag, klass = ("p", ' class="title"') if p.tag == "title" else (p.tag, "")
    lead = "".join(_run(r, text, page, mended) for r in block.lead)
    body = "".join(_run(r, text, page, mended) for r in block.body)
    notes = "".join(_note(mended[k]) for k in block.mendings)
    yield f"<{tag}{klass}>{f'<b>{lead}</b>' if lead else ''}{body}{notes}</{tag}>\n"


def _run(run: Run, text: str, page: Page, mended: dict[str, Mending]) -> str:
    said = escape(text[run.start : run.end])
    if not run.facts and not run.repairs:
        return said
    fresh = [k for k in run.opens if k in page.facts]
    near = next((k for k in run.facts if page.facts[k].kind not in _SPANS), run.facts[0] if run.facts else "")
    # A run opens at most one anchor itself; further facts on the same span get empty ones.
    anchors = "".join(f'<i id="t-{escape(k)}"></i>' for k in fresh if k != near)
    anchors += "".join(f'<i id="x-{k}"></i>' for k in run.repairs if k in run.opens or run.start == run.end)
    attributes = f' id="t-{escape(near)}"' if near in fresh else ""
    classes, tabbable = [], near in fresh
    if near:
        classes += ["m", *dict.fromkeys(f"k-{page.facts[k].kind}" for k in run.facts)]
        classes += ["q"] if page.facts[near].doubts else []
        attributes += f' data-f="{escape(" ".join(run.facts))}"'
    if run.repairs:
        m = mended[run.repairs[0]]
        classes += ["r"] + (["gone"] if run.start == run.end else [])
        attributes += f' data-r="{m.key}" aria-describedby="d-{m.key}"'
        if run.start == run.end:
            attributes += f' aria-label="{escape(m.label)}"'
        tabbable = True
    if near and not run.repairs and page.facts[near].kind in _SPANS:
        return f'{anchors}<span class="{" ".join(classes)}"{attributes}>{said}</span>'
    href = f"#f-{escape(near)}" if near else f"#m-{mended[run.repairs[0]].key}"
    stop = "" if tabbable else ' tabindex="-1"'
    return f'{anchors}<a class="{" ".join(classes)}" href="{href}"{attributes}{stop}>{said}</a>'


def _note(m: Mending) -> str:
    """The mark at a paragraph's end for its many small repairs; drawn by the style sheet, so that copying skips it."""
    label = f"{escape(m.label)} {m.count} 处"
    return (
        f'<a class="r note" id="x-{m.key}" href="#m-{m.key}" data-r="{m.key}" data-label="{label}"'
        f' aria-label="{label}" aria-describedby="d-{m.key}"></a>'
    )


def _group(group: Group) -> Iterator[str]:
    yield f'<section class="group"><h3><span>{escape(group.title)}</span><small>{escape(group.usual)}</small></h3><ol>\n'
    for f in group.facts:
        yield _fact(f, group.usual)
    yield "</ol></section>\n"


def _fact(f: Fact, usual: str) -> str:
    key = escape(f.id)
    when = (
        f'<span class="when{" usual" if f.when == usual else ""}">{escape(f.when)}</span>' if f.when else ""
    )
    inside = (" in" if f.inside else "") + ("" if f.figure else " long")
    doubts = f'<em class="doubt">存疑：{escape("、".join(f.doubts))}</em>' if f.doubts else ""
    checked = f'<em class="checked">{escape("、".join(f.checked))}</em>' if f.checked else ""
    how = "；".join((*f.inferred, *([words.rule(f.rule)] if f.rule else [])))
    rule = f'<small class="rule">读法：{escape(how)}</small>' if how else ""
    notes = " · ".join(f.notes)
    value = f"{f.manner} {f.figure}".strip()
    lines = "".join(f'<span class="line">{escape(x)}</span>' for x in f.lines)
    return (
        f'<li class="c k-{f.kind}{inside}" id="f-{key}"><a class="go" href="#t-{key}" data-go="{key}">'
        f'<b class="kind">{KINDS[f.kind].name}</b><span class="name">{escape(f.name)}{lines}</span>'
        + (f'<span class="value{_whole(value)}">{escape(value)}</span>' if value else "")
        + when
        + (f'<span class="notes">{escape(notes)}</span>' if notes else "")
        + f"{doubts}{checked}{rule}</a>"
        f'<a class="perm" href="#f-{key}" title="固定链接" aria-label="固定链接" tabindex="-1">#</a></li>\n'
    )


def _mendings(page: Page) -> Iterator[str]:
    joined = joined_lines(page.reading)
    if not page.mendings and not joined:
        return
    yield '<section class="group"><h3><span>修复</span></h3><ol>\n'
    for m in page.mendings:
        yield _mending(m)
    yield "</ol>\n"
    if joined:
        yield f'<p class="c k-repair still">版面：接合或去掉版面字符 {joined} 处</p>\n'
    yield "</section>\n"


def _mending(m: Mending) -> str:
    count = f" {m.count} 处" if m.grouped else ""
    if m.raw == m.clean:
        said = f'<span class="was">疑有脱误，未改动：</span>{escape(m.raw)}'
    else:
        raw = f"<del>{escape(m.raw)}</del>" if m.raw and not m.grouped else escape(m.raw) or "（无，补入）"
        clean = f" → <ins>{escape(m.clean)}</ins>" if m.clean else ""
        said = f'<span class="was">原文{count}：</span>{raw}{clean}'
    doubt = '<em class="doubt">没有把握</em>' if m.doubtful else ""
    return (
        f'<li class="c k-repair" id="m-{m.key}"><a class="go" href="#x-{m.key}" data-mend="{m.key}">'
        f'<b class="kind">{escape(m.label)}</b><span class="name" id="d-{m.key}">'
        f"{said}</span>{doubt}</a></li>\n"
    )


def index(entries: Iterable[tuple[str, Page]]) -> Iterator[str]:
    """The list of reports of a page or folder that holds several: (link, page) in order."""
    yield '<nav class="index" id="index" aria-label="报告目录">\n<h1>政府工作报告</h1>\n<ol>\n'
    for link, page in entries:
        yield index_entry(link, page)
    yield "</ol>\n</nav>\n"


def index_entry(link: str, page: Page) -> str:
    """One line of that list."""
    h, c = page.reading.header, page.counts
    where = " · ".join(x for x in (words.place(h), h.meeting_date or "", page.reading.source.path) if x)
    counts = " · ".join(f"{KINDS[kind].name} {n}" for kind, n in c.items() if n and KINDS[kind].open)
    return (
        f'<li><a href="{escape(link)}">{escape(page.title)}</a> <span class="counts">{counts}</span>'
        f"<small>{escape(where)}</small></li>\n"
    )
