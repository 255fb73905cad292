"""The demonstration (演示台账): a county that does not exist, from its report in January to the autumn, made by actions.

The clock is set, nothing else is faked: every event of the chain was written by the action that a person would use.
"""

from __future__ import annotations

from luoshi.ledger.demo.life import load, loaded, logins

__all__ = ["load", "loaded", "logins"]
