"""Residue of web pages in the text: entities, lost blanks printed as ??, characters nobody sees (网页残留)."""

from __future__ import annotations

from html import unescape

import regex

from luoshi.text.traced import Edit, TracedText

# &amp;amp;rdquo; was escaped again at every copy: one pattern takes the whole chain.
_ENTITY = regex.compile(r"&(?:amp;)*(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}\d{0,2});")
_HALF_QUOTE = regex.compile(r"(?<=[^\s?]{2})\?quot;")  # a & that swallowed half of the character before it
# Zero width, soft hyphens, direction marks, byte order marks inside the text, controls that are no line break.
_UNSEEN_CHARACTERS = frozenset(
    chr(c)
    for a, b in (
        (0xAD, 0xAD),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0xFEFF, 0xFEFF),
        (0, 8),
        (0x0E, 0x1B),
        (0x7F, 0x7F),
    )
    for c in range(a, b + 1)
)
RESIDUE_SIGNS = _UNSEEN_CHARACTERS | {"&", "?"}
BLANK_SIGNS = frozenset("?")
_UNSEEN = regex.compile(f"[{regex.escape(''.join(sorted(_UNSEEN_CHARACTERS)))}]+")
_LOST_BLANKS = regex.compile(r"[ \t\u3000]*\?{2,}(?:[ \t\u3000]*\?+)*[ \t\u3000]*")
_LOST_BLANK = regex.compile(r"(?:(?<=[。！；：!;:—])|(?<=^[ \t\u3000]*))\?(?=[\p{Han}\d（(“《])", regex.M)
_EDGE = "\n。！；：，、!;:,—）)》”"


def drop_residue(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with entities read, blanks that came out as question marks put back, and unseen characters dropped."""
    t = _read_entities(t)
    if not _UNSEEN_CHARACTERS.isdisjoint(t.text):
        t = t.edit(Edit(m.start(), m.end(), "", "entity") for m in _UNSEEN.finditer(t.text))
    return t, ()


def restore_blanks(t: TracedText) -> tuple[TracedText, tuple[str, ...]]:
    """``t`` with ``??`` (blanks a site could not print) as one blank, or as nothing where none is wanted.

    A single one goes only where a sentence begins; between words it may be a lost point of a name and stays.
    """
    text = t.text
    damaged = {k for a, b in t.marked("mojibake") for k in range(a, b)}
    edits = []
    for m in _LOST_BLANKS.finditer(text):
        a, b = m.span()
        if a in damaged:
            continue  # a lost byte, not a lost blank
        before, after = text[a - 1 : a] or "\n", text[b : b + 1] or "\n"
        bare = before in _EDGE or after in "\n，。、；：,;:—"
        edits.append(Edit(a, b, "" if bare else " ", "entity", 0.9))
    taken = {k for e in edits for k in range(e.start, e.end)}
    edits += [
        Edit(m.start(), m.end(), "", "entity", 0.9)
        for m in _LOST_BLANK.finditer(text)
        if m.start() not in taken
    ]
    return (t.edit(edits), (f"原文有 {len(edits)} 处空格被印成问号，已还原",)) if edits else (t, ())


def _read_entities(t: TracedText) -> TracedText:
    text = t.text
    edits = []
    if "&" in text:
        for m in _ENTITY.finditer(text):
            new = _read(m.group())
            if new is not None:
                edits.append(Edit(m.start(), m.end(), new, "entity"))
    if "?quot;" in text:
        edits += [Edit(m.start(), m.end(), '"', "entity", 0.6) for m in _HALF_QUOTE.finditer(text)]
    return t.edit(edits)


def _read(entity: str) -> str | None:
    """The character an entity stands for, or None if it stands for none: then it is text (R&D;)."""
    new = "&" + entity[entity.rfind("&") + 1 :]
    while (once := unescape(new)) != new:
        new = once
    if len(new) != 1:
        return None
    return " " if new.isspace() else new
