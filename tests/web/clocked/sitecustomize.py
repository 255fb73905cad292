"""The clock of a site under test (测试时钟): with this folder on PYTHONPATH the ledger's day is the one in a file.

The site itself offers no such switch, on purpose: only a process that a test started has this folder on its path.
Sessions, cookies and log-in locks keep the machine's own time.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from luoshi.ledger import clock

_FILE = Path(os.environ["LUOSHI_TEST_CLOCK"])


def _now() -> datetime:
    """The moment in the file, and what has gone by since it was written."""
    told = datetime.fromisoformat(_FILE.read_text("utf-8").strip())
    gone = max(datetime.now().timestamp() - _FILE.stat().st_mtime, 0.0)
    return told.astimezone(clock.SHANGHAI) + timedelta(seconds=gone)


clock.now = _now
clock.today = lambda: _now().date()
