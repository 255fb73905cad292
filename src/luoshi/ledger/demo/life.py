"""Half a year and more of the county's life (演示经过): both reports become tables, and the tables become work."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction

from luoshi.ledger import chain, clock
from luoshi.ledger.actions import (
    changes,
    closing,
    documents,
    extensions,
    files,
    items,
    proposals,
    rounds,
    upkeep,
    work,
)
from luoshi.ledger.actor import Actor
from luoshi.ledger.demo.county import PASSWORD, PEOPLE, County, build
from luoshi.ledger.demo.story import ADJUSTED, CANCELLED, MATTERS, SKIPPED
from luoshi.ledger.errors import Refused
from luoshi.ledger.leads import memory_of
from luoshi.ledger.models import Department, Document, Extension, Holding, Item, Proposal, User
from luoshi.ledger.proposing import propose
from luoshi.ledger.ticking import tick

LAST_DAY = date(2026, 11, 20)
_ROUNDS = (
    ("2026年第一季度", date(2026, 3, 20), date(2026, 3, 31)),
    ("2026年上半年", date(2026, 6, 18), date(2026, 6, 30)),
    ("2026年第三季度", date(2026, 9, 18), date(2026, 9, 30)),
)


def load() -> Iterator[str]:
    """Loads the demo into an empty ledger, all or nothing; gives lines to print."""
    with transaction.atomic():
        life = _Life()
        life.run()
    made = chain.verify()
    open_ = Item.objects.filter(
        state__in=("issued", "active", "applied", "unit_checked", "inspected")
    ).count()
    yield f"石泓县（虚构）：单位 24 个，账号 {len(PEOPLE)} 个，事项 {Item.objects.count()} 项（在办 {open_}），事件 {made.events} 条，链{'完好' if made.ok else '断裂'}"
    yield from logins()


def loaded() -> bool:
    """Whether this ledger is the demo's: every log-in of its people is there."""
    return User.objects.filter(username__in=[p.login for p in PEOPLE]).count() == len(PEOPLE)


def logins() -> Iterator[str]:
    """Lines that say who can log in to the demo, and with what."""
    yield f"登录密码都是 {PASSWORD}："
    held = Holding.objects.filter(user__username__in=[p.login for p in PEOPLE])
    for holding in held.select_related("user", "post__department").order_by("pk"):
        user, post = holding.user, holding.post
        yield f"  {user.username:<16}{user.name}  {post.department.label}{post.title}"


class _Life:
    """The county from January 2025 to the last day; a day's doings stand in ``self.days``."""

    def __init__(self) -> None:
        self.rng = random.Random(20260120)
        self.c: County = build()
        self.days: dict[date, list[Callable[[], Any]]] = defaultdict(list)
        self.scan = 0
        self.end = min(LAST_DAY, max(clock.today(), date(2026, 8, 1)))

    def on(self, day: date, do: Callable[[], Any]) -> None:
        """Puts something on a day (a weekend: on Monday); beyond the last day it does not happen."""
        while day.weekday() > 4:
            day += timedelta(days=1)
        if day <= self.end:
            self.days[day].append(do)

    def run(self) -> None:
        self.on(date(2025, 2, 10), lambda: self.table(2025))
        self.on(date(2026, 1, 22), lambda: self.table(2026))
        for day in (date(2026, 1, 5) + timedelta(days=14 * n) for n in range(24)):
            self.on(day, tick)
        for n, (title, opens, due) in enumerate(_ROUNDS):
            self.on(opens, partial(self.round, title, opens, due, n))
        for matter in MATTERS:
            self.on(matter["day"], partial(self.matter, matter))
        while self.days:
            day = min(self.days)
            with clock.fixed(day):
                while self.days.get(day):
                    self.days[day].pop(0)()
            del self.days[day]
        with clock.fixed(self.end):
            tick()

    # -- who acts ------------------------------------------------------------------------------------------------

    def office(self) -> Actor:
        return self.c.actor("ducha")

    def clerk(self, unit: Department) -> Actor:
        """The unit's clerk, or the office's with the unit's paper (单人模式)."""
        return self._for(unit, "clerk", "经办人")

    def head(self, unit: Department) -> Actor:
        return self._for(unit, "unit_checker", "负责人")

    def _for(self, unit: Department, role: str, signer: str) -> Actor:
        person = self.c.staff(unit, role)
        if person:
            return self.c.actor(person.login)
        clerk = self.c.actor("ducha2")
        if not self.scan:
            self.scan = self.file(clerk, "单位报送表签字件.pdf")
        return clerk.on_paper(unit.pk, f"{unit.label}{signer}", self.scan)

    def file(self, actor: Actor, name: str) -> int:
        data = f"%PDF-1.4\n% 演示文件：{name}（虚构）\n%%EOF\n".encode()
        return files.keep_file(actor, name=name, data=data, media_type="application/pdf", non_secret=True).id

    # -- the tables ----------------------------------------------------------------------------------------------

    def table(self, year: int) -> None:
        """A report is taken in, proposed, decided row by row, sent out, approved, issued, signed for."""
        from luoshi import read, sample

        reading = read(next(p for p in sample.paths() if str(year) in p.name))[0]
        office, gov = self.office(), self.c.gov
        report = documents.take_report(
            office,
            gov,
            title=f"石泓县{year}年政府工作报告",
            year=year,
            text=reading.text,
            reader="luoshi",
        ).id
        doc = documents.draft(
            office, gov, title=f"{year}年《政府工作报告》重点任务分解表", year=year, report_id=report
        ).id
        documents.propose(office, doc, propose(reading, memory_of(gov)))
        rows = list(Proposal.objects.filter(document_id=doc).order_by("order"))
        self.decide(doc, rows, few=year == 2025)
        day = clock.today()
        self.on(
            day + timedelta(days=4),
            lambda: documents.consult(self.office(), doc, due=clock.today() + timedelta(days=5)),
        )
        self.on(day + timedelta(days=6), lambda: self.opinions(doc))
        self.on(day + timedelta(days=11), lambda: self.approve(doc, year))
        self.on(day + timedelta(days=14), lambda: self.issue(doc, year))

    def decide(self, doc: int, rows: list[Proposal], few: bool) -> None:
        office, fallback = self.office(), self.c.units["reform"].pk
        skip = [r for r in rows if r.skip_reason or any(w in r.title for w in SKIPPED)]
        if few:  # of last year's table the pledges, the targets and one task in four are enough
            skip += [r for n, r in enumerate(rows) if r.kind == "commitment" and n % 4 and r not in skip]
        if skip:
            proposals.skip(office, [r.pk for r in skip], reason="不单独立项，并入日常工作")
        keep = [r for r in rows if r not in skip]
        leaderless = [r.pk for r in keep if r.lead_id is None]
        if leaderless:
            proposals.assign(office, leaderless, lead_id=fallback)
        proposals.accept(office, [r.pk for r in keep])
        leaders = ("程叙白", "魏怀远", "宋知白", "姜映雪")
        by_lead: dict[int, list[int]] = defaultdict(list)
        for r in keep:
            by_lead[r.lead_id or fallback].append(r.pk)
        for n, (_, ids) in enumerate(sorted(by_lead.items())):
            proposals.assign(office, ids, leader=leaders[n % len(leaders)])
        dateless = [
            r
            for r in keep
            if r.due_on is None and r.due_form == "inferred" and r.kind in ("commitment", "project")
        ]
        for r in dateless[::5]:
            proposals.edit(office, r.pk, {"due_on": date(clock.today().year, 10, 31), "due_text": "10月底前"})
        wide = [r for r in keep if r.kind == "commitment"][::6]
        proposals.assign(
            office, [r.pk for r in wide], co=[self.c.units["finance"].pk, self.c.units["liutang"].pk]
        )

    def opinions(self, doc: int) -> None:
        document = Document.objects.get(pk=doc)
        units = documents.units_of(document)
        for unit in units:
            objects = unit.pk in (self.c.units["housing"].pk, self.c.units["water"].pk)
            reason = "建议将牵头单位与资金安排一并明确，年度任务量按已批复计划核定。" if objects else ""
            made = documents.give_opinion(self.clerk(unit), doc, unit.pk, agrees=not objects, reason=reason)
            if objects:
                adopted = unit.pk == self.c.units["housing"].pk
                documents.settle_opinion(
                    self.office(),
                    made.id,
                    adopted=adopted,
                    note="" if adopted else "任务量已在人代会报告中公布，不宜调减。",
                )

    def approve(self, doc: int, year: int) -> None:
        documents.approve(
            self.office(), doc, meeting=f"县政府第{year % 100}次常务会议", by="程叙白", on=clock.today()
        )

    def issue(self, doc: int, year: int) -> None:
        made = documents.issue(
            self.office(), doc, number=f"石政办发〔{year}〕{year % 100 - 20}号", on=clock.today()
        )
        document = Document.objects.get(pk=doc)
        late = {self.c.units["liutang"].pk} if year == 2026 else set()
        for unit in documents.units_of(document):
            wait = timedelta(days=9 if unit.pk in late else self.rng.choice((0, 1, 2)))
            self.on(clock.today() + wait, partial(self.sign_for, doc, unit))
        for pk in made.ids:
            self.plan(Item.objects.select_related("lead").get(pk=pk), year)

    def sign_for(self, doc: int, unit: Department) -> None:
        documents.sign_for(self.clerk(unit), doc, unit.pk)

    # -- what becomes of an item -----------------------------------------------------------------------------------

    def plan(self, item: Item, year: int) -> None:
        """Decides by the dice what becomes of an item, and puts it on the days."""
        issued = clock.today()
        due = item.due_on or date(year, 12, 31)
        adjusted = next((a for a in ADJUSTED if a["year"] == year and a["words"] in item.title), None)
        if adjusted:
            self.on(adjusted["day"], lambda: self.adjust(item.pk, adjusted))
        if year == 2026 and any(w in item.title for w in CANCELLED):
            self.on(date(2026, 7, 20), lambda: self.cancel(item.pk))
            return
        dice = self.rng.random()
        if year == 2025:
            self.on(
                min(due, date(2025, 12, 20)) - timedelta(days=self.rng.randint(0, 50)),
                lambda: self.close(item.pk),
            )
            return
        if dice < 0.36 or due < self.end:  # done in time, or about it
            late = self.rng.random() < 0.12
            day = min(due, self.end - timedelta(days=8)) + timedelta(
                days=9 if late else -self.rng.randint(2, 60)
            )
            self.on(max(day, issued + timedelta(days=30)), lambda: self.close(item.pk))
        elif dice < 0.48:  # on the way to being closed
            day = self.end - timedelta(days=self.rng.randint(3, 12))
            upto = self.rng.choice(("applied", "unit_checked", "inspected", "returned"))
            self.on(day, lambda: self.close(item.pk, upto))
        elif dice < 0.53 and due > self.end:
            day = self.end - timedelta(days=self.rng.randint(5, 40))
            self.on(
                day, lambda: self.extend(item.pk, self.rng.choice(("granted", "refused", "signed", "asked")))
            )

    def adjust(self, pk: int, how: dict[str, Any]) -> None:
        item = Item.objects.get(pk=pk)
        if item.state not in ("issued", "active"):
            return
        changes.adjust(
            self.office(), pk, {"requirement": f"{item.requirement or item.title}（{how['new']}）"}, reason=how["reason"],
            approver="程叙白", document=how["document"],
        )  # fmt: skip

    def cancel(self, pk: int) -> None:
        if Item.objects.get(pk=pk).state == "active":
            changes.cancel(
                self.office(),
                pk,
                reason="上级政策调整，项目并入市级统一实施",
                approver="程叙白",
                document="县政府第30次常务会议纪要",
            )

    def extend(self, pk: int, upto: str) -> None:
        item = Item.objects.select_related("lead").get(pk=pk)
        if item.state != "active" or item.lead is None:
            return
        try:
            asked = extensions.ask(
                self.clerk(item.lead), pk, new_due=(item.due_on or date(2026, 12, 31)) + timedelta(days=45),
                reason="土地手续办理时间超出预期", progress="主体工程已完成七成", deadline="due",
            ).id  # fmt: skip
        except Refused:
            return
        if upto == "asked":
            return
        extensions.sign(self.head(item.lead), asked)
        if upto != "signed":
            extensions.decide(
                self.office(),
                asked,
                granted=upto == "granted",
                note="同意，倒排工期" if upto == "granted" else "任务可在年内完成，不同意延期",
            )

    def submit(self, pk: int, share: Decimal, self_report: str, **more: Any) -> None:
        item = Item.objects.select_related("lead").get(pk=pk)
        if item.state != "active" or item.lead is None:
            return
        today = clock.today()
        figures: list[dict[str, Any]] = []
        for m in item.measures[:6]:
            if m.get("target") in (None, "") or m["name"] in {f["name"] for f in figures}:
                continue
            target = Decimal(str(m["target"]))
            value = (
                target * share if m["schedule"] == "cumulative" else target * (Decimal("0.9") + share / 10)
            )
            value = (
                value.quantize(Decimal(1))
                if target == target.to_integral() and target > 20
                else round(value, 2)
            )
            figures.append(
                {
                    "name": m["name"],
                    "value": value,
                    "unit": m["unit"],
                    "as_of": today - timedelta(days=3),
                    "status": "flash",
                }
            )
        words = {
            "ahead": "超序时推进",
            "on_track": "按序时推进",
            "behind": "较序时滞后，正在加快",
            "done": "已全部完成",
        }[self_report]
        work.submit(
            self.clerk(item.lead), pk, text=f"{item.title[:40]}：{words}。", self_report=self_report, figures=figures,
            percent=(share * 100).quantize(Decimal(1)), difficulty="要素保障不足" if self_report == "behind" else "", **more,
        )  # fmt: skip

    def close(self, pk: int, upto: str = "closed") -> None:
        """The three pairs of hands, as far as ``upto``."""
        item = Item.objects.select_related("lead").get(pk=pk)
        if item.state != "active" or item.lead is None:
            return
        clerk, head = self.clerk(item.lead), self.head(item.lead)
        self.submit(pk, Decimal(1), "done", stage=item.due_stage)
        proof = self.scan if clerk.paper else self.file(clerk, f"{item.no}验收材料.pdf")
        work.add_evidence(clerk, pk, proves="验收（备案）材料", attachment_id=proof)
        closing.apply_close(clerk, pk, result=f"{item.title[:60]}，已完成。")
        if upto == "applied":
            return
        closing.check_unit(head, pk, passed=True)
        if upto == "unit_checked":
            return
        if upto == "returned":
            closing.check_inspector(
                self.office(), pk, passed=False, reason="佐证只有部署文件，没有完成的证明", method="document"
            )
            return
        closing.check_inspector(
            self.office(), pk, passed=True, method=self.rng.choice(("site", "document", "unannounced"))
        )
        if upto == "inspected":
            return
        grade = self.rng.choice(("优秀", "良好", "良好", "合格")) if item.register == "13710" else ""
        closing.check_issuer(self.c.actor("jiaoban"), pk, passed=True, grade=grade)
        if item.register == "pledges" and self.rng.random() < 0.6:
            upkeep.publish(
                self.c.actor("jiaoban"),
                pk,
                text=f"{item.title}：已完成。",
                approved_by="程叙白",
                on=clock.today(),
            )

    # -- rounds and matters ------------------------------------------------------------------------------------------

    def round(self, title: str, opens: date, due: date, n: int) -> None:
        """A quarter's round: by exception, with a few that say nothing and a few that are not signed."""
        made = rounds.open_round(
            self.office(),
            self.c.gov,
            register="annual-tasks",
            title=title,
            opens_on=clock.today(),
            due_on=due,
        ).id
        missing = {self.c.units[k].pk for k in (("forest",), ("land", "forest"), ("science",))[n]}
        unsigned = {self.c.units[k].pk for k in (("land",), (), ("commerce",))[n]}
        expected = Decimal(n + 1) / 4
        by_unit: dict[int, list[Item]] = defaultdict(list)
        for item in Item.objects.filter(
            document__year=2026, register="annual-tasks", state="active"
        ).select_related("lead"):
            by_unit[item.lead_id or 0].append(item)
        for k, (unit_id, rows) in enumerate(sorted(by_unit.items())):
            if unit_id not in missing:
                day = opens + timedelta(days=2 + k % 8)
                self.on(day, partial(self.report, rows, expected))
                if unit_id not in unsigned:
                    self.on(day + timedelta(days=1), partial(self.sign_off, made, unit_id))
        self.on(due + timedelta(days=3), lambda: rounds.close_round(self.office(), made))

    def report(self, rows: list[Item], expected: Decimal) -> None:
        for item in rows:
            item.refresh_from_db()
            if item.state != "active" or item.lead is None:
                continue
            dice = self.rng.random()
            if dice < 0.3:
                work.submit(self.clerk(item.lead), item.pk, kind="unchanged")
                continue
            word = "behind" if dice < 0.42 else ("ahead" if dice > 0.85 else "on_track")
            factor = {"behind": Decimal("0.6"), "ahead": Decimal("1.15"), "on_track": Decimal("1.02")}[word]
            self.submit(item.pk, min(Decimal("0.98"), expected * factor), word)

    def sign_off(self, round_id: int, unit_id: int) -> None:
        unit = Department.objects.get(pk=unit_id)
        try:
            rounds.sign_off(self.head(unit), round_id, unit_id)
        except Refused:
            return  # nothing was reported after all

    def matter(self, m: dict[str, Any]) -> None:
        """A 批示 or the like on 13710: day 1, day 3, then result, plan, extension or return as the story has it."""
        unit, office = self.c.units[m["unit"]], self.office()
        scan = self.file(office, f"{m['number']}.pdf")
        pk = items.open_item(
            office, self.c.gov, source=m["source"], title=m["title"], requirement=m["requirement"], number=m["number"],
            dated=clock.today(), issuer=m["issuer"], approver="韩守正", lead_id=unit.pk, variant=m.get("variant", ""),
            quote=m["quote"], scan_id=scan,
        ).id  # fmt: skip
        start = clock.today()
        items.sign_item(self.clerk(unit), pk)
        work.submit(
            self.clerk(unit), pk, text="收到批示当日，主要负责同志召集会议研究，明确分管领导和责任股室。"
        )
        if m["fate"] == "late":
            return
        self.on(
            start + timedelta(days=2),
            lambda: work.submit(self.clerk(unit), pk, text="已实地核实情况，制定三条办理措施，正在推进。"),
        )
        if m["fate"] == "closed":
            self.on(start + timedelta(days=5), lambda: self.close(pk))
        elif m["fate"] == "returned":
            self.on(start + timedelta(days=5), lambda: self.close(pk, "returned"))
            self.on(start + timedelta(days=6), lambda: self.close(pk))
        elif m["fate"] == "plan":
            steps = [("完成方案审批", start + timedelta(days=75)), ("主体完工", start + timedelta(days=150))]
            self.on(
                start + timedelta(days=24), lambda: work.submit(self.clerk(unit), pk, kind="plan", plan=steps)
            )
        elif m["fate"] == "extension":
            self.on(start + timedelta(days=4), lambda: self.matter_extension(pk))
            self.on(start + timedelta(days=16), lambda: self.close(pk))

    def matter_extension(self, pk: int) -> None:
        item = Item.objects.select_related("lead").get(pk=pk)
        assert item.lead is not None
        asked = extensions.ask(
            self.clerk(item.lead), pk, new_due=clock.today() + timedelta(days=12), reason="需与市级部门会商", progress="已完成现场核查",
        ).id  # fmt: skip
        extensions.sign(self.head(item.lead), asked)
        extensions.decide(self.office(), asked, granted=True, note="同意延期一次")
        assert Extension.objects.get(pk=asked).result is not None
