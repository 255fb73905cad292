"""Events in words (事件的说法): what was done, by whom, with reason, old and new, as the timeline shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from luoshi.ledger.models import Event
from luoshi.ledger.models.work import EvidenceMethod, SelfLight

WORDS = {
    "report.taken": "录入报告", "document.drafted": "拟稿", "document.edited": "修改文稿", "document.proposed": "生成拟办条目",
    "document.consulting": "征求意见", "document.opinion": "反馈意见", "document.settled": "处理意见", "document.approved": "审定",
    "document.reopened": "退回拟稿", "document.issued": "印发", "document.signed": "签收", "proposal.edited": "修改条目",
    "proposal.accepted": "采用条目", "proposal.skipped": "不列入条目", "proposal.merged": "合并条目", "proposal.split": "拆分条目",
    "proposal.assigned": "批量分派", "proposal.added": "增加条目", "item.issued": "立项交办", "item.opened": "立项交办",
    "item.instructed": "录入批示", "item.signed": "签收", "item.submitted": "报送", "item.evidence": "补充佐证", "item.applied": "申请办结",
    "item.checked.unit": "单位审核", "item.checked.inspector": "督查室核查", "item.checked.issuer": "交办方销号",
    "item.returned": "退回报送", "item.refused": "申请退件", "item.return_decided": "处理退件", "item.reassigned": "调整承办单位",
    "item.adjusted": "调整", "item.merged": "合并", "item.absorbed": "并入", "item.cancelled": "取消", "item.reopened": "重新办理",
    "item.reminded": "催办", "item.published": "公开", "item.withdrawn": "撤下公开内容", "item.recomputed": "日历变更，重算时限",
    "extension.asked": "申请延期", "extension.signed": "签批延期申请", "extension.decided": "审定延期", "round.opened": "开始报送轮次",
    "round.signed": "轮次签字", "round.closed": "截止报送轮次", "redact.asked": "申请依法移除", "redact.confirmed": "依法移除",
    "file.kept": "上传文件", "token.created": "生成接口令牌", "token.revoked": "撤销接口令牌", "notice.read": "阅知",
}  # fmt: skip
"""event kind -> Chinese; a kind that is not here shows as it is."""

_FIELDS = {
    "text": "进展", "difficulty": "问题", "next_step": "下一步", "reason": "理由", "result": "结果", "note": "说明", "decision": "意见",
    "number": "文号", "on": "日期", "due": "时限", "new_due": "延至", "old_due": "现行时限", "original": "原定时限", "approver": "批准人",
    "approved_by": "批准人", "by": "审定人", "meeting": "会议", "document": "依据", "grade": "评级", "title": "名称",
    "percent": "进度%", "stage": "阶段", "proves": "证明", "progress": "进展", "basis": "法律依据", "url": "网址", "cause": "原因",
}  # fmt: skip
_TITLES = {
    "title": "事项", "requirement": "要求", "quantity": "数量", "unit": "单位", "leader": "责任领导", "due_on": "完成时限",
    "lead": "牵头单位", "co": "配合单位", "state": "状态", "measures": "数量项", "body": "正文",
}  # fmt: skip
_KINDS = {"progress": "进展", "unchanged": "无变化", "plan": "节点与计划"}
_VERDICTS = {"pass": "通过", "return": "退回"}


class Told(NamedTuple):
    """An event as it is shown (事件条目). ``removed``: its content was taken away by law."""

    event: Event
    words: str
    mark: str
    details: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    removed: bool


def told(event: Event) -> Told:
    """The event in words; needs ``payload`` and ``redaction`` selected with it."""
    redaction = getattr(event, "redaction", None)
    payload = getattr(event, "payload", None)
    body: dict[str, Any] = json.loads(payload.body) if payload else {}
    mark = _mark(event.kind, body)
    details = [
        (words, _text(body[k]))
        for k, words in _FIELDS.items()
        if body.get(k) not in (None, "", [], {}) and not isinstance(body[k], dict)
    ]
    if body.get("self_report"):
        details.append(("自评", str(dict(SelfLight.choices).get(body["self_report"], body["self_report"]))))
    if body.get("method"):
        details.append(("方式", str(dict(EvidenceMethod.choices).get(body["method"], body["method"]))))
    for figure in body.get("figures") or ():
        details.append((figure["name"], f"{figure['value']}{figure['unit']}（截至{figure['as_of']}）"))
    for row in body.get("plan") or ():
        details.append(("节点", f"{row[0]}（{row[1]}）"))
    old, new = body.get("old"), body.get("new")
    changes = []
    if isinstance(old, dict) and isinstance(new, dict):
        changes = [(_TITLES[k], _text(old.get(k)), _text(v)) for k, v in new.items() if k in _TITLES]
    return Told(
        event,
        WORDS.get(event.kind, event.kind),
        mark,
        details,
        changes,
        bool(redaction and redaction.confirmed_at),
    )


def _mark(kind: str, body: dict[str, Any]) -> str:
    if kind == "item.submitted":
        return _KINDS.get(str(body.get("kind")), "")
    if kind.startswith("item.checked"):
        return _VERDICTS.get(str(body.get("verdict")), "")
    if kind == "extension.decided":
        return "同意" if body.get("granted") else "不同意"
    if kind == "document.opinion":
        return "同意" if body.get("agrees") else "有意见"
    if kind in ("item.return_decided", "document.settled"):
        return "同意" if body.get("accepted") or body.get("adopted") else "不同意"
    return str(body.get("title") or "") if kind == "item.reminded" else ""


def _text(value: Any) -> str:
    if value is None or value == "":
        return "（无）"
    if isinstance(value, list):
        return "、".join(map(str, _flat(value))) or "（无）"
    return str(value)


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for v in values:
        if isinstance(v, dict):
            yield v.get("name") or v.get("title") or ""
        else:
            yield v
