"""Account (兑现对照): what was promised and what came of it, each result under a named rule. Pure, no I/O.

keys, told, pairs, verdicts: targets joined to outcomes; coverage counts them. promises, passages, followup: projects,
tasks and pledges sought in the next report. witness: communiqués beside reports. audit_*: questions to the figures.
"""
