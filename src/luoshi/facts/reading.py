"""A file read (读数): everything that ``luoshi read`` gives for one report, in the words of the contract."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from luoshi.errors import UnreadableFile, os_words
from luoshi.facts.corrections import Applied
from luoshi.facts.glossary import read_glossary
from luoshi.facts.honours import read_honours
from luoshi.facts.measures import read_measures
from luoshi.facts.mechanisms import read_mechanisms
from luoshi.facts.pledges import read_pledges
from luoshi.facts.problems import read_problems
from luoshi.facts.projects import read_projects
from luoshi.facts.responsibilities import read_responsibilities
from luoshi.facts.shapes import (
    GlossaryEntry,
    Honour,
    InheritedPledge,
    Measure,
    Mechanism,
    Pledge,
    Problem,
    Project,
    Responsibility,
    Task,
)
from luoshi.facts.tasks import read_tasks
from luoshi.report.assemble import read_report
from luoshi.report.report import Completeness, Header, Report, Section
from luoshi.text.intake import MAX_BYTES, take_in
from luoshi.text.source import SourceText
from luoshi.text.traced import Repair, Segment

SCHEMA = "luoshi.report/1"


class Source(msgspec.Struct, frozen=True):
    """Where a reading comes from, what was repaired on the way, and what the reader should know (warnings)."""

    path: str
    sha256: str
    format: str
    encoding: str
    part: int
    parts: int
    completeness: Completeness
    repairs: tuple[Repair, ...]
    map: tuple[Segment, ...]
    warnings: tuple[str, ...]


class Reading(msgspec.Struct, frozen=True):
    """One report, read: the contract ``luoshi.report/1``. All spans are half-open code-point offsets in ``text``."""

    schema: str
    source: Source
    text: str
    header: Header
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    pledges: tuple[Pledge, ...]
    inherited_pledges: tuple[InheritedPledge, ...]
    problems: tuple[Problem, ...]
    projects: tuple[Project, ...] = ()
    tasks: tuple[Task, ...] = ()
    honours: tuple[Honour, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    corrections: tuple[Applied, ...] = ()


def read(path: str | Path) -> tuple[Reading, ...]:
    """All reports of one file; ``-`` reads standard input.

    Raises UnreadableFile (or its subclasses NoReportFound, MissingExtra) with the file's name and the reason.
    """
    name = str(path)
    return read_bytes(name, _bytes_of(name))


def read_bytes(name: str, data: bytes) -> tuple[Reading, ...]:
    """All reports in ``data``; ``name`` stands in messages and ``source.path`` (its suffix is only a hint)."""
    return tuple(read_facts(source) for source in take_in(name, data))


def read_facts(source: SourceText) -> Reading:
    """One clean text, read: header, sections, facts."""
    report = read_report(source)
    measures = read_measures(report)
    pledges, inherited = read_pledges(report, measures)
    projects = read_projects(report, measures)
    return Reading(
        schema=SCHEMA,
        source=_source_of(report),
        text=source.text,
        header=report.header,
        sections=report.sections,
        measures=measures,
        pledges=pledges,
        inherited_pledges=inherited,
        problems=read_problems(report),
        projects=projects,
        tasks=read_tasks(report, measures, projects, pledges),
        honours=read_honours(report),
        mechanisms=read_mechanisms(report),
        glossary=read_glossary(report),
        responsibilities=read_responsibilities(report),
    )


def _source_of(report: Report) -> Source:
    s = report.source
    return Source(
        path=s.path,
        sha256=s.sha256,
        format=s.format,
        encoding=s.encoding,
        part=s.part,
        parts=s.parts,
        completeness=report.completeness,
        repairs=s.repairs,
        map=s.map,
        warnings=(*s.warnings, *report.warnings),
    )


def _bytes_of(name: str) -> bytes:
    """The file's bytes, at most one over the limit, so that an endless file ends."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as f:
            return f.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableFile(name, "没有这个文件，请检查路径") from None
    except IsADirectoryError:
        raise UnreadableFile(name, "这是文件夹，不是文件；命令行可以直接读文件夹") from None
    except PermissionError:
        raise UnreadableFile(name, "没有读取权限，请检查文件权限") from None
    except OSError as e:
        raise UnreadableFile(name, f"读取失败：{os_words(e)}") from None
