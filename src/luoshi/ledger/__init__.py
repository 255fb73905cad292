"""The ledger (台账): departments, documents, items, deadlines, evidence, checks and the chain of events; no HTML.

Write only through ``luoshi.ledger.actions``, read only through ``luoshi.ledger.visibility``.
"""
