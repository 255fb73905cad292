"""Makes copies of a sample report in other formats: docx, pdf with a text layer, damaged traditional-script html.

    python tools/make_sample_copies.py OUT_FOLDER [--report FILE.txt]

The same report and the same libraries give the same bytes on every run, so the copies are not kept in the repository:
whoever needs them (the tests do) makes them afresh. Needs the extras ``docx`` and ``trad``, and reportlab (extra ``dev``).

The html copy carries the damage that real repost sites do to reports; each step is a function of its own here, so that
a test can say what was done to which character. No step touches a digit.
"""

from __future__ import annotations

import argparse
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

REPORT = Path(__file__).resolve().parent.parent / "src" / "luoshi" / "sample" / "shihong-2026.txt"

_PART = re.compile(r"[一二三四五六七八九十]+、|名词解释$")
_TOPIC = re.compile(r"（[一二三四五六七八九十]+）")
_ITEM = re.compile(r"(\d{1,2}\..+?。)(牵头单位：.+)")


def paragraphs(text: str) -> list[str]:
    """The report's paragraphs: lines that are not empty."""
    return [line for line in text.split("\n") if line.strip()]


# --- docx --------------------------------------------------------------------------------------


def make_docx(text: str) -> bytes:
    """Headings, paragraphs, and the pledge items as a table (事项, 牵头单位和完成时限)."""
    from datetime import datetime

    from docx import Document

    lines = paragraphs(text)
    document = Document()
    moment = datetime(2026, 1, 20)
    document.core_properties.title, document.core_properties.author = lines[0], "石泓县人民政府办公室"
    document.core_properties.created = document.core_properties.modified = moment
    document.add_heading(lines[0], 0)
    table = None
    for line in lines[1:]:
        if item := _ITEM.fullmatch(line):
            if table is None:
                table = document.add_table(rows=1, cols=2, style="Table Grid")
                table.rows[0].cells[0].text, table.rows[0].cells[1].text = "实事项目", "牵头单位和完成时限"
            cells = table.add_row().cells
            cells[0].text, cells[1].text = item[1], item[2]
        elif _PART.match(line):
            document.add_heading(line, 1)
        elif _TOPIC.match(line):
            document.add_heading(line, 2)
        else:
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return _same_zip(out.getvalue())


def _same_zip(data: bytes) -> bytes:
    """The same archive with a fixed time on every entry: a docx carries the time of writing in its zip entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(entry, old.read(name))
    return out.getvalue()


# --- pdf ---------------------------------------------------------------------------------------

_FONT = "STSong-Light"  # one of the Adobe CID fonts every reader knows: nothing to embed, the text layer is Unicode
_SIZE, _LEADING, _COLUMNS, _ROWS = 15, 26, 29, 26
_NOT_FIRST = "，。；：、？！”’）》%"


def make_pdf(text: str) -> bytes:
    """A4 pages with a running head and a page number on each; lines broken by width, as typesetters do."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))

    def width(s: str) -> float:
        return float(pdfmetrics.stringWidth(s, _FONT, _SIZE))

    lines = paragraphs(text)
    rows = [row for n, line in enumerate(lines) for row in _wrap(line if n < 3 else "　　" + line, width)]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)  # invariant: no date and no random id in the file
    canvas.setTitle(lines[0])
    for number, start in enumerate(range(0, len(rows), _ROWS), 1):
        canvas.setFont(_FONT, 10)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 45, "石泓县第十八届人民代表大会第五次会议文件")
        canvas.drawCentredString(A4[0] / 2, 40, f"— {number} —")
        canvas.setFont(_FONT, _SIZE)
        for k, row in enumerate(rows[start : start + _ROWS]):
            canvas.drawString(80, A4[1] - 90 - k * _LEADING, row)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _wrap(line: str, width: Callable[[str], float]) -> Iterator[str]:
    """Rows of at most ``_COLUMNS`` ems: a closing mark hangs at the end of its row, a number is not broken."""
    row = ""
    for piece in re.findall(r"[0-9.:%]+|.", line):
        if width(row + piece) > _COLUMNS * _SIZE and piece not in _NOT_FIRST:
            yield row
            row = ""
        row += piece
    yield row


# --- damaged traditional html --------------------------------------------------------------------

# Repost sites gloss these characters at every place they stand, always with the same reading.
PINYIN = {
    "業": "yè",
    "產": "chǎn",
    "農": "nóng",
    "優": "yōu",
    "環": "huán",
    "鄉": "xiāng",
    "養": "yǎng",
    "節": "jié",
}
_ASCII = str.maketrans(
    {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "！": "!", "？": "?", "％": "%"}
)
_CUTS = (b"\xa3\xac", b"\xa3\xa1", b"\xa3\xbf", b"\xa3\xbb")  # ，！？； in GBK


def to_traditional(text: str) -> str:
    """Simplified to traditional, 着 written 著 as those sites do."""
    import opencc

    return str(opencc.OpenCC("s2t").convert(text)).replace("着", "著")


def shift_run(text: str, at: int) -> tuple[str, int] | None:
    """What a byte-level cut makes of the characters from ``at``, and where the text is in step again.

    A search for ，！？； that counts bytes, not characters, also hits across two characters (trail byte A3 of the first,
    lead byte of the second). The lead byte left over decodes as ``?``, what follows is read one byte off until a trail
    byte in the ASCII range. None where there is no such hit, where a digit or a pair without a character would be met,
    or where the run is shorter than 4 or longer than 9 characters.
    """
    tail = text[at : at + 10]
    try:
        pairs = [c.encode("gbk") for c in tail]
    except UnicodeEncodeError:
        return None
    if any(len(p) != 2 for p in pairs[:2]) or pairs[0][1:] + pairs[1][:1] not in _CUTS:
        return None
    out = "?" + (pairs[0][1:] + pairs[1][:1]).decode("gbk")
    for k in range(1, len(pairs)):
        if len(pairs[k]) != 2:
            return None
        if pairs[k][1] < 0x80:
            return (out + chr(pairs[k][1]), at + k + 1) if k >= 3 else None
        if k + 1 == len(pairs) or len(pairs[k + 1]) != 2:
            return None
        try:
            out += (pairs[k][1:] + pairs[k + 1][:1]).decode("gbk")
        except UnicodeDecodeError:
            return None
    return None


def damaged_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Every place of a traditional text where :func:`shift_run` can act: start, end, what it becomes."""
    end = 0
    for at in range(len(text)):
        if at >= end and (run := shift_run(text, at)):
            end = run[1]
            yield at, end, run[0]


def gloss(text: str) -> str:
    """The reading in brackets after each character of :data:`PINYIN`."""
    return re.sub("[" + "".join(PINYIN) + "]", lambda m: f"{m[0]}({PINYIN[m[0]]})", text)


def noise(text: str) -> str:
    """Dashes dropped (20262030年), a space forced before 一、–十、, stray ``;``, full-width marks made ASCII."""
    text = re.sub("[—–～]+", "", text)
    text = re.sub(r"(?<!\s)(?=[一二三四五六七八九十]、)", " ", text)
    text = re.sub("。", _every(20, lambda c: c + ";"), text)  # after a full stop
    text = re.sub("(?<=[0-9])%", _every(30, lambda c: ";" + c), text)  # between a number and its unit
    return text.translate(_ASCII)


def _every(n: int, change: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    """A replacement that changes each n-th match only."""
    seen = iter(range(1, 1_000_000))
    return lambda m: change(m[0]) if next(seen) % n == 0 else m[0]


def damage(text: str) -> str:
    """All the damage, on simplified clean text: script, one shifted run, pinyin, dashes, spaces, stray ``;``."""
    traditional = to_traditional(text)
    at, end, run = next(r for r in damaged_runs(traditional) if r[0] > len(traditional) // 3)
    before, after = noise(gloss(traditional[:at])), noise(gloss(traditional[end:]))
    return before + run.translate(_ASCII) + after


_OTHERS = (
    "嵐坪縣2026年政府工作報告",
    "澜州市2026年政府工作報告",
    "雲磐縣2025年政府工作報告",
    "望川區2026年政府工作報告",
)
_PAGE = """<!DOCTYPE html>
<html lang="zh-Hant"><head><meta charset="utf-8"><title>{title} - 政策文庫 - 瀾江論壇</title>
<style>td {{ line-height: 1.8 }}</style><script>var tid = 20260302;</script></head>
<body>
<div id="nav"><a href="/">首頁</a> | <a href="/forum">論壇</a> | <a href="/login">登錄</a> | <a href="/reg">立即註冊</a></div>
<div class="crumb"><a href="/">瀾江論壇</a> &rsaquo; <a href="/policy">政策文庫</a> &rsaquo; {title}</div>
<h1>{title}</h1>
<div class="author">發表於 2026-3-2 09:15:40 | 顯示全部樓層 | 閱讀模式 | [複製鏈接]</div>
<table><tr><td class="t_f">
{body}
</td></tr></table>
<div class="related"><h3>相關閱讀</h3><ul>{others}</ul></div>
<div id="footer">Copyright &copy; 2020-2026 瀾江論壇 版權所有 | 聯繫我們 | 網站地圖 | 免責聲明:本文轉載自網絡,如有侵權請聯繫刪除</div>
</body></html>
"""


def make_html(text: str) -> bytes:
    """A forum page with the damaged report in it: navigation, other places' titles and copyright around it."""
    lines = [html.escape(line, quote=False) for line in paragraphs(damage(text))]
    others = "".join(f'<li><a href="/thread-{k}">{t}</a></li>' for k, t in enumerate(_OTHERS, 101))
    body = "<br>\n".join("&nbsp;&nbsp;&nbsp;&nbsp;" + line for line in lines)
    return _PAGE.format(
        title=html.escape(to_traditional(paragraphs(text)[0])), body=body, others=others
    ).encode()


MAKERS: dict[str, Callable[[str], bytes]] = {"docx": make_docx, "pdf": make_pdf, "html": make_html}


def write_copies(folder: Path, report: Path = REPORT) -> dict[str, Path]:
    """Writes the copies of ``report`` into ``folder``; the paths by format."""
    folder.mkdir(parents=True, exist_ok=True)
    text = report.read_text("utf-8")
    out = {}
    for suffix, make in MAKERS.items():
        out[suffix] = folder / f"{report.stem}.{suffix}"
        out[suffix].write_bytes(make(text))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path, help="where to write the copies")
    parser.add_argument(
        "--report", type=Path, default=REPORT, help="the report to copy (default: the sample of 2026)"
    )
    args = parser.parse_args()
    for path in write_copies(args.folder, args.report).values():
        print(f"{path}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
