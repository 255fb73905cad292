"""The header of a report (报告头): jurisdiction, years, congress, day and speaker, each read from the text."""

from __future__ import annotations

import regex as re

from luoshi.report.jurisdiction import differs_from_file, find_place
from luoshi.report.lead import Lead, Squeezed, read_lead
from luoshi.report.meeting import Meeting, choose, day_of, find_meetings
from luoshi.report.report import Header
from luoshi.report.speaker import Speaker, find_speaker
from luoshi.report.workyear import find_years
from luoshi.report.years import Day, days_in
from luoshi.text.source import SourceText


def read_header(source: SourceText) -> tuple[Header, tuple[str, ...]]:
    """The header of ``source`` (报告头) and what its reader should know, in Chinese.

    What neither the text nor the title of its file's front matter gives is None, with a warning; never an error.
    """
    lead = read_lead(source.text, source.raw)
    head = Squeezed.of(lead.head)
    meeting = choose(find_meetings(head.text), head.text)
    day = day_of(head.text, meeting)
    speaker = find_speaker(_without_congress(head, meeting))
    warnings: list[str] = []
    if day is None or speaker.name is None or meeting is None or not meeting.complete:
        meeting, day, speaker = _from_asides(lead, meeting, day, speaker, warnings)
    work_year, review_year, notes = find_years(source.text, lead, day)
    warnings += notes
    place = find_place(source.text, source.path, lead, meeting, speaker, work_year)
    warnings += place.warnings
    warnings += differs_from_file(place, work_year, source.path)
    header = Header(
        jurisdiction=place.name,
        path=place.path,
        code=place.code,
        level=place.level,
        work_year=work_year,
        review_year=review_year,
        meeting=meeting.name if meeting else None,
        meeting_date=_iso(day, work_year),
        speaker=speaker.name,
        speaker_title=speaker.title if speaker.name else None,
    )
    given = {"会议名称": header.meeting, "会议日期": header.meeting_date, "报告人": header.speaker}
    if absent := [word for word, value in given.items() if value is None]:
        warnings.append(f"正文没有写明{'、'.join(absent)}")
    return header, tuple(warnings)


def _iso(day: Day | None, work_year: int | None) -> str | None:
    """The day of the congress; one printed without its year has the work year's, or the year before from November on."""
    if day is None or day.year is not None or work_year is None:
        return day.iso if day else None
    return Day(day.start, day.end, work_year - (day.month >= 11), day.month, day.day).iso


_AFTER_CONGRESS = re.compile(r"\s*(?:第?[一二三四五六七八九十]+次全体会议)?\s*上?(?:\s*的报告)?")
_BEFORE_CONGRESS = re.compile(r"(?:在|于|出席)\s*$")
# The title stays where it is the object of a sentence (某某作了《政府工作报告》).
_OWN_TITLE = re.compile(r"(?<![作做][了的]?《?)(?:人\s*民\s*)?政\s*府\s*工\s*作\s*报\s*告(?!》)")


def _without_congress(head: Squeezed, meeting: Meeting | None) -> str:
    """The head with congress, dates and the report's own title cut out: what is left may name the speaker."""
    text = head.source
    if meeting:
        start, end = head.span(meeting.start, meeting.end)
        if before := _BEFORE_CONGRESS.search(text, max(0, start - 6), start):
            start = before.start()
        if after := _AFTER_CONGRESS.match(text, end):
            end = after.end()
        text = f"{text[:start]}\n{text[end:]}"
    for day in reversed(list(days_in(text))):
        text = f"{text[: day.start]}\n{text[day.end :]}"
    without: str = _OWN_TITLE.sub("\n", text)
    return without


def _from_asides(
    lead: Lead, meeting: Meeting | None, day: Day | None, speaker: Speaker, warnings: list[str]
) -> tuple[Meeting | None, Day | None, Speaker]:
    """Fill what the head lacks from the file's own title and captions (某市政府工作报告（2021年1月31日 某某）)."""
    nameless = speaker.name is None
    for aside in lead.aside:
        squeezed = Squeezed.of(aside)
        if day is None:
            day = next((d for d in days_in(squeezed.text) if d.year), None)
        if meeting is None or not meeting.complete:
            told = choose([m for m in find_meetings(squeezed.text) if m.complete], squeezed.text)
            if told and (meeting is None or told.name.startswith(meeting.name)):
                meeting = told
        if nameless:
            found = find_speaker(aside)
            if found.name is None:
                found = find_speaker(
                    _without_congress(squeezed, choose(find_meetings(squeezed.text), squeezed.text))
                )
            if found.name and speaker.name in (None, found.name):
                speaker = Speaker(found.name, speaker.title or found.title, speaker.organ or found.organ)
    if nameless and speaker.name:
        warnings.append("报告人取自文件的标题或图片说明，正文开头没有写")
    return meeting, day, speaker
