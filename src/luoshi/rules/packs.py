"""读规则包: packs from ``lexicon/data/packs/<id>/<version>.toml`` and from further folders, read and checked.

A local pack may say ``extends = "13710@2026.1"``: its tables stand in place of the parent's tables of the same name
(a list is replaced as a whole; tables such as ``counting`` are merged key by key).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from luoshi.errors import RulesError
from luoshi.rules.checking import faults
from luoshi.rules.shapes import Pack

Raw = Mapping[str, Any]
OWN_KEYS = ("id", "version", "title", "source", "valid_from", "extends", "note")
"""What a pack never takes over from the one it extends."""


def load_pack(
    id: str, version: str | None = None, *, on: date | None = None, folders: Iterable[Path] = ()
) -> Pack:
    """The pack of that id: the version named, else the latest valid on ``on`` (None: the latest of all).

    ``folders`` are looked in as well as the lexicon's own (a place's packs: files only). `RulesError` names the file,
    the value and what was expected; an unknown id or version lists those that exist.
    """
    library = _library(tuple(folders))
    mine = [p for p in library.values() if p.id == id]
    if not mine:
        ids = "、".join(dict.fromkeys(p.id for p in library.values()))
        raise RulesError(f"没有规则包{id!r}；有：{ids}")
    if version is not None:
        if (id, version) not in library:
            raise RulesError(f"规则包{id}没有版本{version!r}；有：{'、'.join(p.version for p in mine)}")
        return library[id, version]
    valid = [p for p in mine if on is None or p.valid_from <= on]
    if not valid:
        raise RulesError(f"规则包{id}在{on}尚未生效；最早的版本自{min(p.valid_from for p in mine)}起生效")
    return max(valid, key=lambda p: (p.valid_from, p.version))


def packs(*, folders: Iterable[Path] = ()) -> tuple[Pack, ...]:
    """All packs there are, every version, by id and valid_from."""
    return tuple(sorted(_library(tuple(folders)).values(), key=lambda p: (p.id, p.valid_from, p.version)))


@cache
def _library(folders: tuple[Path, ...]) -> dict[tuple[str, str], Pack]:
    """All packs of the lexicon and the folders, by id and version; read once for each set of folders."""
    raw: dict[tuple[str, str], tuple[str, Raw]] = {}
    own = files("luoshi.lexicon") / "data" / "packs"
    for root in (own, *folders):
        for key, entry in _read_folder(root).items():
            if key in raw:
                raise RulesError(f"{entry[0]}：规则包{key[0]}@{key[1]}已在{raw[key][0]}，同一版本不能有两份")
            raw[key] = entry
    return {key: _build(key, raw) for key in sorted(raw)}


def _read_folder(root: Traversable) -> dict[tuple[str, str], tuple[str, Raw]]:
    """The raw TOML of ``<id>/<version>.toml`` below a folder, with the file's name for messages."""
    if not root.is_dir():
        raise RulesError(f"{root}：没有这个规则包文件夹")
    found = {}
    for folder in sorted((f for f in root.iterdir() if f.is_dir()), key=lambda f: f.name):
        for path in sorted(folder.iterdir(), key=lambda f: f.name):
            if path.name.endswith(".toml"):
                where = f"packs/{folder.name}/{path.name}"
                key = (folder.name, path.name.removesuffix(".toml"))
                found[key] = (where, _parse(path.read_text("utf-8"), where))
    return found


def _parse(text: str, where: str) -> Raw:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise RulesError(f"{where}：不是有效的TOML：{e}") from e


def _build(key: tuple[str, str], raw: Mapping[tuple[str, str], tuple[str, Raw]]) -> Pack:
    """One pack: what it extends merged in, converted to its type, checked."""
    where, _ = raw[key]
    merged = _merged(key, raw, ())
    try:
        pack = msgspec.convert(merged, Pack)
    except msgspec.ValidationError as e:
        raise RulesError(f"{where}：{e}") from e
    if (pack.id, pack.version) != key:
        raise RulesError(f"{where}：文件在{key[0]}/{key[1]}，里面写的是{pack.ref}，两者须一致")
    wrong = faults(pack)
    if wrong:
        raise RulesError(f"{where}：" + "；".join(wrong))
    return pack


def _merged(
    key: tuple[str, str], raw: Mapping[tuple[str, str], tuple[str, Raw]], below: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    where, mine = raw[key]
    parent_ref = mine.get("extends")
    if parent_ref is None:
        return dict(mine)
    id, _, version = str(parent_ref).partition("@")
    parent = (id, version)
    if parent in (*below, key):
        raise RulesError(f"{where}：extends绕成了圈：{parent_ref}")
    if parent not in raw:
        raise RulesError(
            f"{where}：extends的规则包{parent_ref!r}不存在；有：{'、'.join(f'{a}@{b}' for a, b in sorted(raw))}"
        )
    out = {k: v for k, v in _merged(parent, raw, (*below, key)).items() if k not in OWN_KEYS}
    for name, value in mine.items():
        both = isinstance(value, dict) and isinstance(out.get(name), dict)
        out[name] = {**out[name], **value} if both else value
    return out
