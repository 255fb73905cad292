"""Scores one reading against one gold file, and a batch against many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from luoshi.scoring.agreement import LEVELS, Fact, bigrams, depth_of_agreement, same_name
from luoshi.scoring.locate import Located, Span, clusters, squeeze
from luoshi.scoring.tally import Tally

_SHOWN = ("quote", "text", "name", "indicator", "kind", "op", "value", "high", "unit", "period", "status")


class Placed:
    """Something read, with its span in the normal form of its report's text."""

    def __init__(self, fact: Fact, span: Span, text: str) -> None:
        self.fact = fact
        self.start, self.end = span
        self.text = text


class Against:
    """One gold file held against one reading; fills ``tally``."""

    def __init__(self, gold: Fact, reading: Fact) -> None:
        self.gold = gold
        self.reading = reading
        self.name = str(gold["id"])
        self.located = Located(reading["text"])
        self.tally = Tally()

    def run(self) -> Tally:
        """All figures that the gold file is annotated for."""
        self._header()
        if self.gold.get("sections"):
            self._sections()
        self._measures()
        if "pledges" in self.gold:
            self._pledges()
            self._places("problems", self.gold.get("problems") or [], self._read("problems"), tolerance=20)
        if self.gold.get("projects"):
            self._projects()
        if self.gold.get("tasks"):
            self._tasks()
        return self.tally

    def _read(self, key: str) -> list[Placed]:
        text = self.reading["text"]
        return [
            Placed(f, self.located.span(f["start"], f["end"]), text[f["start"] : f["end"]])
            for f in self.reading.get(key) or []
        ]

    def _header(self) -> None:
        header = self.reading.get("header") or {}
        for field, wanted in self.gold["header"].items():
            right = int(header.get(field) == wanted)
            self.tally.add(f"header: {field}", right, 1, 1)
            self.tally.add("header: all", right, 1, 1)
            if not right:
                self.tally.miss("header", self.name, field, {"gold": wanted, "got": header.get(field)})

    def _sections(self) -> None:
        wanted = self.gold["sections"]
        kept = [s for s in self._read("sections") if s.fact.get("depth", 1) <= 2]
        hits = self._places(
            "sections: boundaries",
            [s["starts_with"] for s in wanted],
            kept,
            tolerance=10,
            front=_front(wanted),
        )
        right = 0
        for i, k in hits.items():
            if kept[k].fact.get("role") == wanted[i]["role"]:
                right += 1
            else:
                detail = {
                    "gold": wanted[i]["role"],
                    "got": kept[k].fact.get("role"),
                    "at": wanted[i]["starts_with"],
                }
                self.tally.miss("sections: role", self.name, "role", detail)
        self.tally.add("sections: boundary and role", right, len(wanted), len(kept))

    def _measures(self) -> None:
        read = self._read("measures")
        if self.gold.get("targets") == []:
            self._invented_targets(read)
        for what in ("targets", "headline"):
            wanted = self.gold.get(what)
            if wanted:
                spans = self.located.sequence([g["quote"] for g in wanted])
                found = [s for s in spans if s]
                if found:
                    region = (min(s[0] for s in found), max(s[1] for s in found))
                    spans = self.located.sequence([g["quote"] for g in wanted], *region)
                    self._match(what, wanted, spans, read, clusters(spans))
                else:
                    self.tally.add(f"{what}: {LEVELS[0]}", 0, len(wanted), 0)
        for passage in self.gold.get("passages") or []:
            where = self.located.region(passage["text"])
            wanted = passage["measures"]
            if where:
                spans = self.located.sequence([g["quote"] for g in wanted], *where)
                self._match("passages", wanted, spans, read, [where])
            else:
                for level in LEVELS:
                    self.tally.add(f"passages: {level}", 0, len(wanted), 0)
                self.tally.miss("passages", self.name, "passage not found in the text", passage["text"][:40])

    def _invented_targets(self, read: list[Placed]) -> None:
        """A report that sets none: every target in a targets section is invented."""
        zones = [(s.start, s.end) for s in self._read("sections") if s.fact.get("role") == "targets"]
        made_up = [
            m for m in read if m.fact.get("status") == "target" and any(a <= m.start < b for a, b in zones)
        ]
        for level in LEVELS:
            self.tally.add(f"targets: {level}", 0, 0, len(made_up))

    def _match(
        self,
        what: str,
        wanted: Sequence[Fact],
        spans: Sequence[Span | None],
        read: list[Placed],
        areas: Sequence[Span],
    ) -> None:
        """One to one: the best agreement first, then the nearest."""
        inside = [m for m in read if any(a - 3 <= (m.start + m.end) / 2 <= b + 3 for a, b in areas)]
        pairs = []
        for i, span in enumerate(spans):
            for j, m in enumerate(inside):
                if span and max(span[0], m.start) <= min(span[1], m.end):
                    distance = abs(span[0] + span[1] - m.start - m.end)
                    pairs.append((depth_of_agreement(wanted[i], m.fact), -distance, i, j))
        depth: dict[int, int] = {}
        partner: dict[int, int] = {}
        taken: set[int] = set()
        for agreed, _, i, j in sorted(pairs, reverse=True):
            if agreed and i not in partner and j not in taken:
                depth[i], partner[i] = agreed, j
                taken.add(j)
        for n, level in enumerate(LEVELS, 1):
            self.tally.add(f"{what}: {level}", sum(d >= n for d in depth.values()), len(wanted), len(inside))
        for i, j in partner.items():
            self._side_lines(what, wanted[i], spans[i], inside[j])
        for i, g in enumerate(wanted):
            if depth.get(i, 0) < len(LEVELS):
                why = f"short of {LEVELS[depth[i]]}" if i in depth else "missed"
                got = _shown(inside[partner[i]].fact) if i in partner else None
                self.tally.miss(what, self.name, why, {"gold": _shown(g), "got": got})
        for j, m in enumerate(inside):
            if j not in taken:
                self.tally.miss(what, self.name, "spurious", {"got": {**_shown(m.fact), "text": m.text}})

    def _side_lines(self, what: str, g: Fact, span: Span | None, m: Placed) -> None:
        exact = int(m.fact.get("indicator") == g.get("indicator"))
        self.tally.add(f"{what}: indicator exact (null too)", exact, 1, 1)
        if not exact:
            detail = {"gold": g.get("indicator"), "got": m.fact.get("indicator"), "name": g.get("name")}
            self.tally.miss(f"{what}: indicator", self.name, "indicator", detail)
        if span:
            tight = int(m.end - m.start <= 2 * (span[1] - span[0]) + 12)
            self.tally.add(f"{what}: span tight", tight, 1, 1)
        if g.get("status") == "estimate":
            told = int(m.fact.get("status") == "estimate")
            self.tally.add(f"{what}: estimate told from actual", told, 1, 1)

    def _places(
        self,
        what: str,
        quotes: Sequence[str],
        read: list[Placed],
        lo: int = 0,
        hi: int | None = None,
        tolerance: int = 8,
        front: int | None = None,
    ) -> dict[int, int]:
        """Items matched by where they start: index of the quote -> index in ``read``.

        The quote with index ``front`` stands where it stands first, however often the text says it again.
        """
        top = hi if hi is not None else len(self.located.norm) + 1
        inside = [k for k, p in enumerate(read) if lo <= p.start < top]
        used: set[int] = set()
        hits: dict[int, int] = {}
        spans = self.located.sequence(quotes, lo, hi)
        if front is not None and spans[front]:
            spans[front] = self.located.all(quotes[front], lo, hi)[0]
        for i, span in enumerate(spans):
            near = [k for k in inside if span and k not in used and abs(read[k].start - span[0]) <= tolerance]
            if span and near:
                hits[i] = min(near, key=lambda k: abs(read[k].start - span[0]))
                used.add(hits[i])
            else:
                self.tally.miss(what, self.name, "missed", quotes[i])
        for k in inside:
            if k not in used:
                self.tally.miss(what, self.name, "spurious", read[k].text[:40])
        self.tally.add(what, len(hits), len(quotes), len(inside))
        return hits

    def _pledges(self) -> None:
        read = self._read("pledges")
        if self.gold.get("pledges"):
            self._places("pledges", [p["quote"] for p in self.gold["pledges"]], read)
        elif read:
            self.tally.add("pledges", 0, 0, len(read))

    def _projects(self) -> None:
        a, b = self.located.region(self.gold["projects_passage"]) or (0, 0)
        mine = [p for p in self._read("projects") if a - 3 <= p.start <= b + 3]
        used: set[int] = set()
        for g in self.gold["projects"]:
            best = [k for k, p in enumerate(mine) if k not in used and same_name({"name": g["name"]}, p.fact)]
            if not best:
                self.tally.miss("projects", self.name, "missed", g["name"])
                continue
            k = max(best, key=lambda k: len(bigrams(g["name"]) & bigrams(mine[k].fact.get("name"))))
            used.add(k)
            got = mine[k].fact
            amount = squeeze(str(got.get("amount") or "")) == squeeze(str(g.get("amount") or ""))
            self.tally.add("projects: amount", int(amount), 1, 1)
            self.tally.add("projects: stage", int(got.get("stage") == g.get("stage")), 1, 1)
        self.tally.add("projects: name", len(used), len(self.gold["projects"]), len(mine))

    def _tasks(self) -> None:
        wanted = self.gold["tasks"]
        where = self.located.region(self.gold["task_passage"])
        if not where:
            self.tally.add("tasks", 0, len(wanted), 0)
            self.tally.miss(
                "tasks", self.name, "passage not found in the text", self.gold["task_passage"][:40]
            )
            return
        a, b = where[0] - 3, where[1] + 3
        mine = [p for p in self._read("tasks") if a <= p.start <= b]
        for i, k in self._places("tasks", [t["quote"] for t in wanted], mine, a, b, tolerance=6).items():
            specific = bool(mine[k].fact.get("specific")) == bool(wanted[i]["specific"])
            self.tally.add("tasks: specific", int(specific), 1, 1)
        clauses = [q for t in wanted for q in t.get("commitments") or ()]
        if any("commitments" in t for t in wanted):
            self._places("commitments", clauses, self._commitments(), a, b, tolerance=6)

    def _commitments(self) -> list[Placed]:
        """The clauses of all tasks; the gold of the shared folder has none, so its figures stay as they are."""
        text = self.reading["text"]
        return [
            Placed(c, self.located.span(c["start"], c["end"]), text[c["start"] : c["end"]])
            for t in self.reading.get("tasks") or []
            for c in t.get("commitments") or []
        ]


def _front(sections: Sequence[Fact]) -> int | None:
    """The index of the section that opens the report (its title is named again where the report is submitted)."""
    return 0 if sections and sections[0].get("role") == "front" else None


def _shown(fact: Fact) -> dict[str, Any]:
    return {k: fact[k] for k in _SHOWN if k in fact}


def _probes(gold: Fact) -> list[str]:
    """Pieces of text by which a gold file finds its reading."""
    passages = [
        squeeze(p["text"])[k : k + 25] for p in gold.get("passages") or [] for k in (0, 100, 200, 300, 400)
    ]
    if passages:
        return passages
    return [squeeze(m["quote"]) for m in gold.get("targets") or []] + [
        squeeze(gold["header"].get("meeting") or "")
    ]


def match_readings(
    golds: Sequence[Fact], readings: Sequence[Fact]
) -> tuple[list[tuple[Fact, Fact]], list[str]]:
    """Each gold file with its reading (by file name, else by shared text), and the ids that found none."""
    texts = [Located(r["text"]).norm for r in readings]
    pairs: list[tuple[Fact, Fact]] = []
    missing: list[str] = []
    for gold in golds:
        probes = _probes(gold)
        shares = [sum(q in t for q in probes) for t in texts]
        file = gold.get("file")
        named = [
            n
            for n, r in enumerate(readings)
            if file and str((r.get("source") or {}).get("path", "")).endswith(str(file))
        ]
        best = max(named or range(len(readings)), key=shares.__getitem__, default=None)
        if best is None or (not shares[best] and not named):
            missing.append(str(gold["id"]))
        else:
            pairs.append((gold, readings[best]))
    return pairs, missing


def score(
    golds: Sequence[Fact], readings: Sequence[Fact], each: Callable[[Fact, Tally], None] | None = None
) -> tuple[Tally, list[str]]:
    """All figures over all gold files, and the ids of gold files that no reading fits; ``each`` sees every report's own."""
    total = Tally()
    pairs, missing = match_readings(golds, readings)
    for gold, reading in pairs:
        own = Against(gold, reading).run()
        if each:
            each(gold, own)
        total.merge(own)
    return total, missing


def figures_of(tallies: Iterable[Tally]) -> Tally:
    """The sum of several tallies (for resampling)."""
    total = Tally()
    for t in tallies:
        total.merge(t)
    return total
