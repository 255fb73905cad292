"""Who sees what (可见范围), one module for pages, API, exports, feeds and search.

The table says for each role how far its posts see; every queryset below is built from it and from nothing else. A thing
that is not in the queryset does not exist for that actor.
"""

from __future__ import annotations

from typing import Literal

from django.db.models import Count, Q, QuerySet

from luoshi.ledger.actor import Actor, Held
from luoshi.ledger.models import (
    Adjustment,
    ApiToken,
    Assignment,
    Attachment,
    Check,
    Closing,
    Department,
    Document,
    Event,
    Evidence,
    Extension,
    Holding,
    Item,
    Notice,
    Proposal,
    Publication,
    ReportText,
    Role,
    Round,
    RoundReport,
    Submission,
)

Scope = Literal["own", "government", "below", "published", "none"]

ITEMS: dict[str, Scope] = {
    Role.CLERK: "own",  # led or co-led by the unit, its sub-units included
    Role.UNIT_CHECKER: "own",
    Role.INSPECTOR: "government",
    Role.ISSUER: "government",
    Role.LEADER: "government",
    Role.DEPUTY: "published",  # what was published after review, of their own government
    Role.UPPER: "below",  # governments under theirs; theirs too
    Role.ADMIN: "none",  # runs the house, does not read the files (三员分立)
}
"""role -> which items it sees."""

DRAFTS: frozenset[str] = frozenset((Role.INSPECTOR, Role.ISSUER, Role.LEADER))
"""Roles that see documents before they go out for opinions; units see them from 征求意见 on, and only their rows."""

PROCESS: frozenset[str] = frozenset(
    (Role.CLERK, Role.UNIT_CHECKER, Role.INSPECTOR, Role.ISSUER, Role.LEADER, Role.UPPER)
)
"""Roles that see process information (submissions, evidence, lights, checks) of the items they see."""


def _posts(actor: Actor, scope: Scope) -> tuple[Held, ...]:
    return tuple(p for p in actor.posts if ITEMS.get(p.role, "none") == scope)


def own_departments(actor: Actor) -> QuerySet[Department]:
    """The units of the actor's working posts, with their sub-units (a sub-government is nobody's sub-unit)."""
    q = Q(pk__in=[])
    for post in _posts(actor, "own"):
        q |= Q(path__startswith=post.path, government_id=post.government)
    return Department.objects.filter(q)


def _items(actor: Actor, roles: frozenset[str] | None = None) -> Q:
    """The condition on items; with ``roles`` only posts of these roles count."""
    q = Q(pk__in=[])
    governments = set()
    for post in actor.posts:
        if roles is not None and post.role not in roles:
            continue
        scope = ITEMS.get(post.role, "none")
        if scope == "government" and post.government:
            governments.add(post.government)
        elif scope == "below" and post.government_path:
            q |= Q(
                government__in=Department.objects.filter(
                    path__startswith=post.government_path, kind="government"
                )
            )
        elif scope == "published" and post.government:
            q |= Q(government_id=post.government, published=True)
    if governments:
        q |= Q(government_id__in=governments)
    working = [p for p in _posts(actor, "own") if roles is None or p.role in roles]
    if working:
        assigned = Assignment.objects.filter(until=None, department__in=own_departments(actor))
        q |= Q(pk__in=assigned.values("item_id"))
    return q


def visible_items(actor: Actor) -> QuerySet[Item]:
    """The items that the actor may see."""
    return Item.objects.filter(_items(actor))


def process_items(actor: Actor) -> QuerySet[Item]:
    """The items of which the actor may see lights, submissions, evidence and checks."""
    return Item.objects.filter(_items(actor, PROCESS))


def public_items(government: int | None = None) -> QuerySet[Item]:
    """What everybody may see: items with a current publication record; show its text, never the item's fields."""
    found = Item.objects.filter(published=True)
    return found.filter(government_id=government) if government else found


def visible_submissions(actor: Actor) -> QuerySet[Submission]:
    return Submission.objects.filter(item__in=process_items(actor))


def visible_evidence(actor: Actor) -> QuerySet[Evidence]:
    return Evidence.objects.filter(item__in=process_items(actor))


def visible_checks(actor: Actor) -> QuerySet[Check]:
    return Check.objects.filter(item__in=process_items(actor))


def visible_closings(actor: Actor) -> QuerySet[Closing]:
    return Closing.objects.filter(item__in=process_items(actor))


def visible_extensions(actor: Actor) -> QuerySet[Extension]:
    return Extension.objects.filter(item__in=process_items(actor))


def visible_adjustments(actor: Actor) -> QuerySet[Adjustment]:
    return Adjustment.objects.filter(item__in=process_items(actor))


def visible_publications(actor: Actor) -> QuerySet[Publication]:
    return Publication.objects.filter(item__in=visible_items(actor))


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """Drafts for the office, issuing side and leaders; from 征求意见 on for the units that stand in them."""
    insiders = {p.government for p in actor.posts if p.role in DRAFTS and p.government}
    q = Q(government_id__in=insiders)
    if _posts(actor, "own"):
        units = own_departments(actor)
        named = Proposal.objects.filter(Q(lead__in=units) | Q(co__in=units), state="accepted")
        q |= Q(
            kind="decomposition",
            state__in=("consulting", "approved", "issued", "signed"),
            pk__in=named.values("document_id"),
        )
        governments = {p.government for p in _posts(actor, "own")}
        q |= Q(kind="circular", state__in=("issued", "signed"), government_id__in=governments)
        q |= Q(kind="tasking", pk__in=Item.objects.filter(_items(actor)).values("document_id"))
    for post in _posts(actor, "below"):
        q |= Q(
            state__in=("issued", "signed"),
            government__in=Department.objects.filter(
                path__startswith=post.government_path, kind="government"
            ),
        )
    return Document.objects.filter(q)


def visible_proposals(actor: Actor) -> QuerySet[Proposal]:
    """All rows for who sees the draft; for a unit the accepted rows that name it."""
    insiders = {p.government for p in actor.posts if p.role in DRAFTS and p.government}
    q = Q(document__government_id__in=insiders)
    if _posts(actor, "own"):
        units = own_departments(actor)
        mine = Proposal.objects.filter(Q(lead__in=units) | Q(co__in=units), state="accepted")
        q |= Q(pk__in=mine.values("pk"), document__in=visible_documents(actor))
    return Proposal.objects.filter(q)


def visible_reports(actor: Actor) -> QuerySet[ReportText]:
    """Report texts: they were read out in public, so everybody with a post in the government sees them."""
    governments = {p.government for p in actor.posts if p.government and p.role != Role.ADMIN}
    return ReportText.objects.filter(government_id__in=governments)


def visible_events(actor: Actor) -> QuerySet[Event]:
    """The events of items and documents that the actor may see in full; events of the house only for its office."""
    insiders = {p.government for p in actor.posts if p.role in DRAFTS and p.government}
    q = Q(government_id__in=insiders) | Q(item__in=process_items(actor))
    if actor.has(Role.ADMIN):
        houses = {f"org:{p.government}" for p in actor.held(Role.ADMIN)}
        q |= Q(chain__in=houses)
    return Event.objects.filter(q)


def visible_attachments(actor: Actor) -> QuerySet[Attachment]:
    """Files that hang on something the actor sees, and the actor's own uploads."""
    items = process_items(actor)
    return Attachment.objects.filter(
        Q(uploader_id=actor.id)
        | Q(pk__in=Evidence.objects.filter(item__in=items).values("attachment_id"))
        | Q(pk__in=Submission.objects.filter(item__in=items).values("scan_id"))
        | Q(pk__in=Item.objects.filter(pk__in=items.values("pk")).values("sources__scan_id"))
        | Q(pk__in=visible_round_reports(actor).values("scan_id"))
        | Q(pk__in=visible_reports(actor).values("attachment_id")),
        removed_at=None,
    )


def visible_rounds(actor: Actor) -> QuerySet[Round]:
    governments = {p.government for p in actor.posts if p.government and p.role in PROCESS}
    return Round.objects.filter(government_id__in=governments)


def visible_round_reports(actor: Actor) -> QuerySet[RoundReport]:
    """All units for the office, issuing side and leaders; their own for units."""
    insiders = {p.government for p in actor.posts if p.role in DRAFTS and p.government}
    return RoundReport.objects.filter(
        Q(round__government_id__in=insiders) | Q(department__in=own_departments(actor))
    )


def visible_notices(actor: Actor) -> QuerySet[Notice]:
    """Notices to the units in which the actor holds a post (exactly those units), or to the actor alone."""
    units = {p.department for p in actor.posts}
    return Notice.objects.filter(
        Q(department_id__in=units, user=None) | Q(user_id=actor.id, user__isnull=False)
    )


def visible_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """One's own API tokens; for an admin those of all who hold or held a post in that government."""
    q = Q(user_id=actor.id)
    houses = {p.government for p in actor.held(Role.ADMIN)}
    if houses:
        q |= Q(user__in=Holding.objects.filter(post__department__government__in=houses).values("user"))
    return ApiToken.objects.filter(q)


def visible_departments(actor: Actor) -> QuerySet[Department]:
    """The units of the actor's governments (names only: an address list), and of those below for the upper level."""
    q = Q(government_id__in={p.government for p in actor.posts if p.government})
    for post in _posts(actor, "below"):
        q |= Q(path__startswith=post.government_path)
    return Department.objects.filter(q)


def board_counts(actor: Actor) -> QuerySet[Item, dict[str, object]]:
    """How many of the items that the actor sees, by register, state and light: the board's head in one query."""
    return (
        process_items(actor)
        .order_by()
        .values("register", "state", "light")
        .annotate(count=Count("pk"))
        .order_by("register", "state", "light")
    )
