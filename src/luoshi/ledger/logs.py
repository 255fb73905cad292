"""Structured logs (日志): one JSON object a line, no payloads and no names in them."""

from __future__ import annotations

import json
import logging


class JsonLines(logging.Formatter):
    """time, level, logger, message, and what was given as ``extra={"luoshi": {...}}``."""

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        row.update(getattr(record, "luoshi", {}))
        if record.exc_info:
            row["error"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False)
