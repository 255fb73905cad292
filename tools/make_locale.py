"""English of the site (英文界面): collects what is translatable, keeps locale/en/LC_MESSAGES/django.po in step, compiles it.

    python tools/make_locale.py            # add what is new (untranslated), drop what is gone, write django.mo
    python tools/make_locale.py --check    # say what is missing; exit 1

Collected are the strings of the templates, those marked in the code, and those that reach a page through the ``tr``
filter or a form: labels, helps and choices, doings and steps, event words, the models' states, the packs' lights.
Nothing of gettext's own tools is needed.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

WEB = Path(__file__).parent.parent / "src/luoshi/web"
PO = WEB / "locale/en/LC_MESSAGES/django.po"
HEAD = (
    "Project-Id-Version: luoshi\nLanguage: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MARKS = frozenset(("_", "gettext", "gettext_lazy", "ngettext"))
_FIELD_WORDS = frozenset(("label", "help_text", "empty_label"))
Key = tuple[str, ...]
"""A message: (text,) or (singular, plural)."""


def collected() -> set[Key]:
    """Every translatable message of the site that has Chinese in it."""
    found = {*_templates(), *_marked(), *_shown()}
    return {k for k in found if _HAN.search(k[0])}


def _templates() -> Iterator[Key]:
    from django.utils.translation.template import templatize

    call = re.compile(r"\bn?gettext\(|(?<![\w.])_\(")
    for file in sorted((WEB / "templates").rglob("*.html")):
        made = templatize(file.read_text("utf-8"))
        for m in call.finditer(made):
            end = _closing(made, m.end() - 1)
            words = _strings(ast.parse(made[m.start() : end].strip(), mode="eval").body)
            if words:
                yield words


def _closing(text: str, at: int) -> int:
    """Where the call ends whose parenthesis opens at ``at``."""
    depth, quote = 0, ""
    for n in range(at, len(text)):
        c = text[n]
        if quote:
            if c == quote and text[n - 1] != "\\":
                quote = ""
        elif c in "'\"":
            quote = c
        elif c in "()":
            depth += 1 if c == "(" else -1
            if depth == 0:
                return n + 1
    raise ValueError("a call that never ends")


def _strings(call: ast.expr) -> Key:
    """The one or two leading text constants of a call."""
    if not isinstance(call, ast.Call):
        return ()
    plural = getattr(call.func, "id", "") == "ngettext"
    words = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return tuple(words[: 2 if plural else 1])


def _marked() -> Iterator[Key]:
    """Texts marked in the code, and labels and helps of fields that a form makes as it goes."""
    for file in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "id", "") in _MARKS and _strings(node):
                yield _strings(node)
            for k in node.keywords:
                if k.arg in _FIELD_WORDS and isinstance(k.value, ast.Constant) and k.value.value:
                    yield (str(k.value.value),)


def _shown() -> Iterator[Key]:
    """Texts that are data: they are shown through the ``tr`` filter, by a form, or in a light."""
    from django import forms
    from django.apps import apps

    from luoshi.ledger import registers
    from luoshi.ledger.models.org import ROLE_LABELS
    from luoshi.web import doings, events, matter_forms
    from luoshi.web.api.site import api
    from luoshi.web.views import documents

    words: list[str] = [d.title for d in doings.DOINGS.values()]
    words += [s.title for s in documents.WAY.values()]
    words += [
        *events.WORDS.values(),
        *events._FIELDS.values(),
        *events._TITLES.values(),
        *events._KINDS.values(),
    ]
    words += [*events._VERDICTS.values(), *ROLE_LABELS.values(), *(title for title, _ in matter_forms._PARTS)]
    words.append(str(api.description))
    for model in apps.get_app_config("ledger").get_models():
        for field in model._meta.get_fields():
            words += [str(label) for _, label in _flat(getattr(field, "choices", None) or ())]
    for pack in registers.registers():
        words += [rule.word for table in pack.lights.values() for rule in table.rules]
    for form in _forms(forms.Form):
        for field in form.base_fields.values():
            words += [str(field.label or ""), str(field.help_text or "")]
            if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
                words += [str(label) for _, label in field.choices]
    for word in words:
        yield (word,)


def _flat(choices: Iterable[tuple[object, object]]) -> Iterable[tuple[object, object]]:
    return [c for c in choices if isinstance(c, tuple | list) and len(c) == 2]


def _forms(base: type) -> Iterator[type]:
    for sub in base.__subclasses__():
        yield from _forms(sub)
        if sub.__module__.startswith("luoshi."):
            yield sub


def read(file: Path) -> dict[Key, Key]:
    """The catalogue: message → translation (one text, or two for a plural). Only what ``write`` writes is understood."""
    out: dict[Key, Key] = {}
    if not file.exists():
        return out
    for block in file.read_text("utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            m = re.match(r'(?:(msgid_plural|msgid|msgstr(?:\[\d\])?) )?(".*")$', line)
            if not m:
                raise ValueError(f"{file}: {line!r}")
            name = m[1] or name
            parts[name] = parts.get(name, "") + ast.literal_eval(m[2])
        if not parts.get("msgid"):
            continue
        if "msgid_plural" in parts:
            out[(parts["msgid"], parts["msgid_plural"])] = (parts["msgstr[0]"], parts["msgstr[1]"])
        else:
            out[(parts["msgid"],)] = (parts["msgstr"],)
    return out


def write(file: Path, catalogue: dict[Key, Key]) -> None:
    """The catalogue as a .po file, by message."""
    out = ['# English of the site. Messages are collected by tools/make_locale.py.\nmsgid ""\nmsgstr ""\n' + "".join(
        f"{_quoted(line)}\n" for line in HEAD.splitlines(keepends=True)).rstrip("\n")]  # fmt: skip
    for key in sorted(catalogue):
        said = catalogue[key]
        if len(key) == 2:
            out.append(
                f"msgid {_quoted(key[0])}\nmsgid_plural {_quoted(key[1])}\n"
                f"msgstr[0] {_quoted(said[0])}\nmsgstr[1] {_quoted(said[1])}"
            )
        else:
            out.append(f"msgid {_quoted(key[0])}\nmsgstr {_quoted(said[0])}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n\n".join(out) + "\n", "utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def compiled(catalogue: dict[Key, Key]) -> bytes:
    """The catalogue as a .mo file (little-endian, no hash table); untranslated messages are left out."""
    pairs = [(b"", HEAD.encode())]
    pairs += [("\0".join(k).encode(), "\0".join(v).encode()) for k, v in catalogue.items() if all(v)]
    pairs.sort()
    count = len(pairs)
    ids, strings = b"", b""
    spots: list[tuple[int, int, int, int]] = []
    for key, said in pairs:
        spots.append((len(key), len(ids), len(said), len(strings)))
        ids += key + b"\0"
        strings += said + b"\0"
    start = 28 + 16 * count
    first = b"".join(struct.pack("<II", n, start + at) for n, at, _, _ in spots)
    second = b"".join(struct.pack("<II", n, start + len(ids) + at) for _, _, n, at in spots)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + first + second + ids + strings


def missing(catalogue: dict[Key, Key]) -> list[Key]:
    """Messages without an English text."""
    return sorted(k for k in collected() if not all(catalogue.get(k, ("",))))


def main() -> int:
    """Updates or checks the catalogue."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
    import django

    django.setup()
    there = read(PO)
    left = missing(there)
    if "--check" in sys.argv:
        stale = PO.with_suffix(".mo").read_bytes() != compiled(there)
        for key in left:
            print("no English:", key[0])
        if stale:
            print("django.mo is older than django.po: run tools/make_locale.py")
        return 1 if left or stale else 0
    kept = {k: there.get(k, ("",) * len(k)) for k in collected()}
    write(PO, kept)
    PO.with_suffix(".mo").write_bytes(compiled(kept))
    print(f"{len(kept)} messages, {len(left)} without English")
    return 0


if __name__ == "__main__":
    sys.exit(main())
