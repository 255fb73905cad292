"""Attention (注意力): how much of a text speaks of a thing, by dictionary, per character and per sentence, section by section.

Everything is counted on the text without blanks and line breaks, in letters, digits and Han characters, and sentences
end at punctuation only, so that the layout of a copy moves nothing. Every hit is listed with its span.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import msgspec

from luoshi.corpus.sentences import sentences
from luoshi.errors import LuoshiError, os_words
from luoshi.facts.reading import Reading

ALL = "all"
OUTSIDE = "none"  # characters in no section
_WORD = re.compile(r"\w+")
_RUN = re.compile(r"\S+")


class BadDictionary(LuoshiError):
    """A dictionary that cannot be used; the message names file, line and what is wrong."""


class Term(msgspec.Struct, frozen=True):
    """A word to look for; ``topic`` it belongs to; ``without``: longer words in which it does not count."""

    term: str
    topic: str
    without: tuple[str, ...] = ()


class Dictionary(msgspec.Struct, frozen=True):
    """A list of terms with its name and the hash of its file."""

    name: str
    sha256: str
    terms: tuple[Term, ...]


class Hit(msgspec.Struct, frozen=True):
    """One word found: ``start``, ``end`` in the report's text, blanks inside it included."""

    topic: str
    term: str
    role: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int


class Share(msgspec.Struct, frozen=True):
    """Attention to one topic in the sections of one role (``all``: everywhere).

    ``hit_chars`` of ``chars`` letters, digits and Han characters are in hits; ``hit_sentences`` of ``sentences`` hold one.
    """

    role: str
    topic: str
    chars: int
    hit_chars: int
    sentences: int
    hit_sentences: int
    hits: int

    @property
    def by_char(self) -> float:
        """Share of characters, 0 to 1."""
        return self.hit_chars / self.chars if self.chars else 0.0

    @property
    def by_sentence(self) -> float:
        """Share of sentences, 0 to 1."""
        return self.hit_sentences / self.sentences if self.sentences else 0.0


def builtin() -> tuple[str, ...]:
    """Names of the dictionaries that come with Luoshi."""
    folder = files("luoshi.lexicon") / "data" / "attention"
    return tuple(sorted(f.name.removesuffix(".tsv") for f in folder.iterdir() if f.name.endswith(".tsv")))


def load(name: str) -> Dictionary:
    """A dictionary by the name of one of ours, or by its file. Raises BadDictionary."""
    if name in builtin():
        return parse(name, (files("luoshi.lexicon") / "data" / "attention" / f"{name}.tsv").read_bytes())
    try:
        data = Path(name).read_bytes()
    except OSError as e:
        raise BadDictionary(f"{name}：{os_words(e)}；自带的词典有：{'、'.join(builtin())}") from None
    return parse(name, data)


def parse(name: str, data: bytes) -> Dictionary:
    """The dictionary in ``data``: a term a line, or a table with the header term, topic, without (tab or comma).

    ``#`` starts a comment line; several words in ``without`` are parted by ``|``. Raises BadDictionary.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadDictionary(f"{name}：不是 UTF-8 文本，请另存为 UTF-8") from None
    rows = [(n, s) for n, s in enumerate(lines, 1) if s.strip() and not s.startswith("#")]
    head = ["term"]
    if rows:
        cells = _cells(rows[0][1])
        if cells[0] == "term":
            head, rows = cells, rows[1:]
            if unknown := set(head) - {"term", "topic", "without", "source"}:
                raise BadDictionary(
                    f"{name}：表头有不认得的列 {'、'.join(sorted(unknown))}；可用 term topic without source"
                )
    terms: dict[str, Term] = {}
    for n, line in rows:
        cells = _cells(line)
        if len(cells) > len(head):
            raise BadDictionary(f"{name} 第 {n} 行：有 {len(cells)} 列，表头只有 {len(head)} 列：{line!r}")
        row = dict(zip(head, cells, strict=False))
        term = _squeezed(row["term"])
        if not _WORD.fullmatch(term):
            raise BadDictionary(f"{name} 第 {n} 行：词“{row['term']}”须由汉字、字母、数字组成")
        if term in terms:
            raise BadDictionary(f"{name} 第 {n} 行：词“{term}”重复")
        without = tuple(w for w in _squeezed(row.get("without", "")).split("|") if w)
        if bad := [w for w in without if term not in w or w == term]:
            raise BadDictionary(f"{name} 第 {n} 行：“{bad[0]}”不包含“{term}”，排除它没有作用")
        terms[term] = Term(term, row.get("topic", "") or "main", without)
    if not terms:
        raise BadDictionary(f"{name}：没有词")
    return Dictionary(Path(name).stem, sha256(data).hexdigest(), tuple(terms.values()))


class Lookup:
    """Looks one dictionary up in reports; made once, used for all."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._topics = {t.term: t.topic for t in dictionary.terms}
        guards = {w for t in dictionary.terms for w in t.without}
        # Longest first: a longer word takes the place of a shorter one, a guard takes it without counting.
        words = sorted(guards | set(self._topics), key=lambda w: (-len(w), w))
        self._pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
        self._folded = {t.casefold(): t for t in self._topics}
        self.topics = tuple(dict.fromkeys(t.topic for t in dictionary.terms))

    def count(self, r: Reading) -> tuple[tuple[Share, ...], tuple[Hit, ...]]:
        """The shares by role and topic (both also ``all``), and every hit in order."""
        text = _Squeezed(r.text)
        roles = _Roles(r)
        chars: Counter[str] = Counter()
        for start, end in text.runs():
            for a, b, role in roles.stretches(start, end):
                chars[role] += sum(len(w) for w in _WORD.findall(r.text, a, b))
        spoken: Counter[str] = Counter()
        with_hit: dict[tuple[str, str], set[int]] = defaultdict(set)
        hits: list[Hit] = []
        hit_chars: Counter[tuple[str, str]] = Counter()
        counts: Counter[tuple[str, str]] = Counter()
        for n, (start, end) in enumerate(s for s in sentences(text.text) if _WORD.search(text.text, *s)):
            first, last = text.back(start, end)
            spoken[roles.at(first)] += 1
            for m in self._pattern.finditer(text.text, start, end):
                term = self._folded.get(m.group().casefold())
                if term is None:
                    continue
                a, b = text.back(m.start(), m.end())
                role, topic = roles.at(a), self._topics[term]
                hits.append(Hit(topic, term, role, a, b, first, last))
                for key in ((role, topic), (role, ALL), (ALL, topic), (ALL, ALL)):
                    hit_chars[key] += len(m.group())
                    counts[key] += 1
                for key in ((roles.at(first), topic), (roles.at(first), ALL), (ALL, topic), (ALL, ALL)):
                    with_hit[key].add(n)
        chars[ALL], spoken[ALL] = sum(chars.values()), sum(spoken.values())
        names = [ALL, *sorted(k for k in chars if k != ALL)]
        topics = (ALL, *(t for t in self.topics if t != ALL))
        shares = tuple(
            Share(
                role,
                t,
                chars[role],
                hit_chars[role, t],
                spoken[role],
                len(with_hit[role, t]),
                counts[role, t],
            )
            for role in names
            for t in topics
        )
        return shares, tuple(hits)


class _Squeezed:
    """A text without its blanks, and the way back."""

    def __init__(self, text: str) -> None:
        self._runs = [m.span() for m in _RUN.finditer(text)]
        self.text = "".join([text[a:b] for a, b in self._runs])
        self._starts: list[int] = []
        at = 0
        for a, b in self._runs:
            self._starts.append(at)
            at += b - a

    def runs(self) -> Iterator[tuple[int, int]]:
        """The stretches between blanks, in the text as it was."""
        return iter(self._runs)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as it was of a non-empty span here."""
        return self._at(start), self._at(end - 1) + 1

    def _at(self, position: int) -> int:
        i = bisect_right(self._starts, position) - 1
        return self._runs[i][0] + position - self._starts[i]


class _Roles:
    """The role of the innermost section at every position."""

    def __init__(self, r: Reading) -> None:
        edges = sorted({0, len(r.text), *(e for s in r.sections for e in (s.start, s.end))})
        roles = [OUTSIDE] * len(edges)
        for s in sorted(
            r.sections, key=lambda s: (s.depth, s.start)
        ):  # deeper ones written over those around them
            for i in range(bisect_right(edges, s.start) - 1, bisect_right(edges, s.end - 1)):
                roles[i] = s.role
        self._edges, self._roles = edges, roles

    def at(self, position: int) -> str:
        """The role there."""
        return self._roles[bisect_right(self._edges, position) - 1]

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """``start``..``end`` cut where sections begin and end, each with its role."""
        i = bisect_right(self._edges, start) - 1
        while start < end:
            stop = min(end, self._edges[i + 1]) if i + 1 < len(self._edges) else end
            yield start, stop, self._roles[i]
            start, i = stop, i + 1


def _cells(line: str) -> list[str]:
    return [c.strip() for c in line.split("\t" if "\t" in line else ",")]


def _squeezed(text: str) -> str:
    return "".join(text.split())
