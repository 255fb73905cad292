"""The lead of a report (报告开头): what stands before the salutation, the opening sentences, and what was dropped before."""

from __future__ import annotations

import msgspec
import regex as re

_SPAN = 2400
"""How far into the text the salutation is looked for; news-style copies tell of the congress first."""

_SALUTATION = re.compile(
    r"各位(?:代表|委员)(?:\s*[、，,]\s*(?:各位)?(?:同志们?|委员|代表|来宾|领导))*\s*(?:[：:！!，,；;?？]|\s|$)|同志们\s*[：:！!]"
)
_OPENER = re.compile(r"(?:现在|下面|我)[，,]?我?(?:代表|受)[^。]{0,40}?(?:政府|国务院)")
_BODY = re.compile(
    r"(?m)^[ \t\u3000]*(?:一、|（一）|\(一\)|第一部分|过去(?:的)?(?:一年|五年)|\d{4}年(?:[，,]|是))|[一二三四五六七八九十]、"
)
_FRONT_MATTER = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.S)
_TITLE = re.compile(r"(?m)^[ \t]*(?:title|标题)[ \t]*[：:][ \t]*(.+?)[ \t]*$")
_PAGE_TITLE = re.compile(
    r"\A\ufeff?(?:[^\n]{0,40}\n){0,3}?[ \t]*([^\n。]{2,40}政府工作报告[^\n。]{0,12})\s*\n"
)
_COMMENT = re.compile(r"<!--(.*?)-->", re.S)


class Lead(msgspec.Struct, frozen=True):
    """The parts of a report that say who reports what.

    ``head`` is the text before the salutation (or before the body where there is none), ``opening`` the sentences after
    it; ``aside`` lines of the raw file that the text room may have dropped: the title of a front matter, captions.
    """

    head: str
    opening: str
    aside: tuple[str, ...]


class Squeezed(msgspec.Struct, frozen=True):
    """A text without its blanks, and where each of its characters stands in the text with them."""

    text: str
    source: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> Squeezed:
        """``source`` without blanks."""
        at = tuple(i for i, c in enumerate(source) if not c.isspace())
        return cls("".join(source.split()), source, at)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that squeezed ``[start, end)`` (not empty) stands for."""
        return self.at[min(start, len(self.at) - 1)], self.at[min(end, len(self.at)) - 1] + 1


def read_lead(text: str, raw: str) -> Lead:
    """The lead of a clean text; ``raw`` is the decoded file it came from (may hold more)."""
    top = text[:_SPAN]
    salutation = _SALUTATION.search(top)
    opener = _OPENER.search(top)
    if salutation and (not opener or salutation.start() <= opener.start()):
        head, rest = top[: salutation.start()], text[salutation.end() : salutation.end() + 600]
    elif opener:
        head, rest = top[: opener.start()], text[opener.start() : opener.start() + 600]
    else:
        body = _BODY.search(top)
        head, rest = top[: min(body.start() if body else 400, 400)], text[body.start() if body else 0 :][:600]
    return Lead(head, rest, tuple(a for a in asides(raw) if a not in head))


def asides(raw: str) -> tuple[str, ...]:
    """Titles and captions of the raw file's first lines that are not running text, or may have been dropped as a page's."""
    out = []
    front = _FRONT_MATTER.match(raw)
    if front:
        out += [m[1] for m in _TITLE.finditer(front[1])]
    elif page := _PAGE_TITLE.match(raw):
        out.append(page[1])
    start = front.end() if front else 0
    out += [c for m in _COMMENT.finditer(raw, start, start + _SPAN) if (c := m[1].strip())]
    return tuple(out)
