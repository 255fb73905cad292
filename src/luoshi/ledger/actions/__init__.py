"""Actions (办理动作): the one way to write. Each checks permission, makes the change, appends the event, in one transaction.

Views, API, import and bulk call these and nothing else. Every action takes the ``Actor`` first, may take ``key`` (an
idempotency key) and, where it changes an item, ``version`` (what the caller read); it returns an ``Outcome``.
"""
