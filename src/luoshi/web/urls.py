"""The addresses of the site (路由). Every one has a row in the authorisation matrix of the tests."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from luoshi.web.api.site import api
from luoshi.web.views import (
    board,
    checks,
    departments,
    documents,
    doors,
    entry,
    exchange,
    files,
    inbox,
    item,
    papers,
    reports,
    rounds,
    tokens,
    workbench,
    worklist,
)

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/docs", tokens.api_docs, name="api_docs"),
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke", tokens.token_revoke, name="token_revoke"),
    path("healthz", entry.healthz, name="healthz"),
    path("login", login_not_required(entry.Login.as_view()), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("language", require_POST(login_not_required(set_language)), name="set_language"),
    path("", entry.start, name="start"),
    path("me", entry.me, name="me"),
    path("keys", entry.keys, name="keys"),
    path("worklist", worklist.worklist, name="worklist"),
    path("board", board.board, name="board"),
    path("board/views", board.view_save, name="view_save"),
    path("board/views/<int:view_id>/drop", board.view_drop, name="view_drop"),
    path("checks", checks.checks, name="checks"),
    path("rounds", rounds.rounds, name="rounds"),
    path("rounds/new", rounds.round_new, name="round_new"),
    path("rounds/<int:round_id>", rounds.round_page, name="round"),
    path("rounds/<int:round_id>/close", rounds.round_close, name="round_close"),
    path("rounds/<int:round_id>/units/<int:unit_id>", rounds.round_unit, name="round_unit"),
    path("rounds/<int:round_id>/units/<int:unit_id>/<slug:what>", rounds.round_unit_do, name="round_unit_do"),
    path("departments", departments.departments, name="departments"),
    path("departments.xlsx", departments.departments_xlsx, name="departments_xlsx"),
    path("published", board.published, name="published"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/<int:notice_id>/read", inbox.notice_read, name="notice_read"),
    path("board.docx", papers.board_docx, name="board_docx"),
    path("board.xlsx", papers.board_xlsx, name="board_xlsx"),
    path("items/new", doors.item_new, name="item_new"),
    path("items/<int:item_id>", item.item, name="item"),
    path("items/<int:item_id>/slip", papers.item_slip, name="item_slip"),
    path("items/<int:item_id>/memo", doors.memo, name="memo"),
    path("items/<int:item_id>/memo.docx", papers.memo_docx, name="memo_docx"),
    path("items/<int:item_id>/do/<slug:doing>", item.do, name="item_do"),
    path("documents", documents.documents, name="documents"),
    path("documents/new", documents.document_new, name="document_new"),
    path("documents/<int:document_id>", documents.document, name="document"),
    path("documents/<int:document_id>/do/<slug:step>", documents.document_do, name="document_do"),
    path(
        "documents/<int:document_id>/opinions/<int:opinion_id>",
        documents.opinion_settle,
        name="opinion_settle",
    ),
    path("documents/<int:document_id>/xlsx", exchange.document_xlsx, name="document_xlsx"),
    path("documents/<int:document_id>/docx", exchange.document_docx, name="document_docx"),
    path("documents/<int:document_id>/slips/<int:unit_id>", papers.document_slip, name="document_slip"),
    path("documents/<int:document_id>/import", exchange.document_import, name="document_import"),
    path("documents/<int:document_id>/workbench", workbench.workbench, name="workbench"),
    path("documents/<int:document_id>/rows", workbench.rows_do, name="rows_do"),
    path("documents/<int:document_id>/rows/add", workbench.row_add, name="row_add"),
    path("documents/<int:document_id>/rows/<int:row_id>", workbench.row_form, name="row_form"),
    path("documents/<int:document_id>/rows/<int:row_id>/edit", workbench.row_edit, name="row_edit"),
    path("documents/<int:document_id>/rows/<int:row_id>/<slug:what>", workbench.row_do, name="row_do"),
    path("reports/new", reports.report_new, name="report_new"),
    path("reports/jobs/<slug:name>", reports.report_job, name="report_job"),
    path("files/<int:file_id>", files.file, name="file"),
]
