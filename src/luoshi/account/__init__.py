"""Account (兑现对照): facts of two years joined into pairs with verdicts, each under a named rule. Pure, no I/O.

To come: audits, promises sought in the next report, communiqués as a second witness, the command and the pages.
"""
