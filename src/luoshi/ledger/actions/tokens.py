"""Keys to the read API (接口令牌): made by whoever will use them, shown once, kept as a hash, taken back at any time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from luoshi.ledger import clock, permissions
from luoshi.ledger.actions.kernel import Outcome, action, need, record
from luoshi.ledger.actor import Actor, actor_of
from luoshi.ledger.errors import Invalid, NotThere
from luoshi.ledger.models import ApiToken, Department, Role
from luoshi.ledger.visibility import visible_tokens

PREFIX = "luoshi_"
LONGEST_DAYS = 366
_KEPT_MOST = 20  # open tokens of one person
_SEEN_EVERY = timedelta(minutes=1)  # “last used” is written at most this often: reading must not write


def fresh() -> str:
    """A new token: 256 random bits, so that its plain hash is safe to keep."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@action("token.create")
def create_token(actor: Actor, *, name: str, sha256: str, expires_on: date) -> Outcome:
    """Keeps the hash of a token that the caller made with ``fresh``; it will see what its owner sees, until that day."""
    permissions.anywhere(actor, "token.create")
    today = clock.today()
    if not today < expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise Invalid(f"有效期应在明天与{today + timedelta(days=LONGEST_DAYS)}之间。", "expires_on")
    if len(sha256) != 64:
        raise Invalid("令牌不正确，请重新生成。", "name")
    if (
        ApiToken.objects.filter(user_id=actor.id, revoked_at=None, expires_on__gte=today).count()
        >= _KEPT_MOST
    ):
        raise Invalid(f"一人最多同时有 {_KEPT_MOST} 个令牌。请先撤销不用的。", "name")
    row = ApiToken.objects.create(
        user_id=actor.id, name=need(name, "name", "用途")[:60], sha256=sha256, created_at=clock.now(),
        expires_on=expires_on,
    )  # fmt: skip
    event = record(
        actor, "token.created", _house(actor), ("token", row.pk), {"name": row.name, "until": expires_on}
    )
    return Outcome("token", row.pk, event.pk)


@action("token.revoke")
def revoke_token(actor: Actor, token_id: int) -> Outcome:
    """Takes a token back, by its owner or by the admin of its owner's government; it stops at once."""
    permissions.anywhere(actor, "token.revoke")
    row = visible_tokens(actor).select_for_update().filter(pk=token_id, revoked_at=None).first()
    if row is None:
        raise NotThere("没有这个令牌，或已撤销。")
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    event = record(
        actor, "token.revoked", _house(actor), ("token", row.pk), {"name": row.name, "owner": row.user_id}
    )
    return Outcome("token", row.pk, event.pk)


def holder(token: str) -> Actor | None:
    """Who stands behind a token, with the posts held today; None for one that is unknown, run out or taken back."""
    row = (
        ApiToken.objects.select_related("user")
        .filter(sha256=digest(token), revoked_at=None, user__is_active=True)
        .first()
    )
    if row is None or (row.expires_on is not None and row.expires_on < clock.today()):
        return None
    now = clock.now()
    if row.last_used_at is None or now - row.last_used_at > _SEEN_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return actor_of(row.user, "api")


def _house(actor: Actor) -> Department:
    """The government on whose chain it is written: the admin's own first, else the first post's."""
    posts = actor.held(Role.ADMIN) or actor.posts
    return Department.objects.get(pk=posts[0].government or posts[0].department)
