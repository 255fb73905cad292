"""Keys to the read API (接口令牌): kept as a hash, end by date, revocation or with their owner's account."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from county import County, build

from luoshi.ledger import clock
from luoshi.ledger.actions import org, tokens
from luoshi.ledger.errors import Invalid, NotAllowed, NotThere
from luoshi.ledger.models import ApiToken

DAY = date(2026, 3, 2)


@pytest.fixture
def c(db: Any) -> County:
    return build()


def made(c: County, who: str = "edu_clerk", until: date = date(2026, 6, 30)) -> tuple[str, int]:
    token = tokens.fresh()
    row = tokens.create_token(c.actor(who), name="对接", sha256=tokens.digest(token), expires_on=until)
    return token, row.id


def test_a_token_stands_for_its_owner_and_its_text_is_kept_nowhere(c: County) -> None:
    with clock.fixed(DAY):
        token, pk = made(c)
        found = tokens.holder(token)
    assert found is not None and found.user == c.users["edu_clerk"] and found.channel == "api"
    row = ApiToken.objects.get(pk=pk)
    assert token not in str(vars(row)) and row.last_used_at is not None
    assert tokens.holder(token + "x") is None and tokens.holder("") is None


def test_a_token_ends_by_date_by_revocation_and_with_the_account(c: County) -> None:
    with clock.fixed(DAY):
        token, pk = made(c)
        with pytest.raises(NotThere):
            tokens.revoke_token(c.water_clerk, pk)
        tokens.revoke_token(c.edu_clerk, pk)
        assert tokens.holder(token) is None
        second, pk = made(c)
        tokens.revoke_token(c.admin, pk)  # the admin of the owner's government
        assert tokens.holder(second) is None
        third, _ = made(c, until=date(2026, 3, 3))
        fourth, _ = made(c)
    with clock.fixed(date(2026, 3, 4)):
        assert tokens.holder(third) is None and tokens.holder(fourth) is not None
        org.close_user(c.admin, c.users["edu_clerk"].pk, government_id=c.gov)
        assert tokens.holder(fourth) is None


def test_who_may_make_tokens_and_for_how_long(c: County) -> None:
    with clock.fixed(DAY):
        with pytest.raises(NotAllowed):  # an admin reads no files, by no door
            made(c, "admin")
        for until in (DAY, date(2028, 1, 1)):
            with pytest.raises(Invalid):
                made(c, until=until)
