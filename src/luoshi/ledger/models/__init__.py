"""The records of the ledger (模型), a file for each noun."""

from luoshi.ledger.models.document import Document, DocumentSigning, Opinion, Proposal, ReportText
from luoshi.ledger.models.events import Chain, Event, IdempotencyKey, Payload, Redaction, Seal
from luoshi.ledger.models.files import Attachment
from luoshi.ledger.models.item import (
    Assignment,
    Deadline,
    Item,
    ItemSource,
    LightSnapshot,
    Node,
    NumberSeries,
)
from luoshi.ledger.models.notices import ApiToken, Notice, Outbox, SavedView, TickRun
from luoshi.ledger.models.org import Department, Holding, Post, Role, User
from luoshi.ledger.models.rounds import Publication, Reminder, Round, RoundReport
from luoshi.ledger.models.work import (
    Adjustment,
    Check,
    Closing,
    Evidence,
    Extension,
    Figure,
    Return,
    Submission,
)

__all__ = [
    "Adjustment", "ApiToken", "Assignment", "Attachment", "Chain", "Check", "Closing", "Deadline", "Department",
    "Document", "DocumentSigning", "Event", "Evidence", "Extension", "Figure", "Holding", "IdempotencyKey", "Item",
    "ItemSource", "LightSnapshot", "Node", "Notice", "NumberSeries", "Opinion", "Outbox", "Payload", "Post", "Proposal",
    "Publication", "Redaction", "Reminder", "ReportText", "Return", "Role", "Round", "RoundReport", "SavedView",
    "Seal", "Submission", "TickRun", "User",
]  # fmt: skip
