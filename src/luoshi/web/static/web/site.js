/* Keyboard, drafts, small helps. The site works without it; no inline handlers anywhere. */
"use strict";
(function () {
  const rows = () => Array.from(document.querySelectorAll("[data-rows] > *, table[data-rows] > tbody > tr")).filter(r => r.querySelector("a"));
  let at = -1;
  const select = n => {
    const all = rows();
    if (!all.length) return;
    at = Math.max(0, Math.min(n, all.length - 1));
    all.forEach((r, i) => r.setAttribute("aria-selected", String(i === at)));
    const link = all[at].querySelector("a");
    link.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };
  const typing = e => (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && !/^(checkbox|radio|submit|button)$/.test(e.target.type)) || e.target.isContentEditable;
  /* In a form with several buttons Enter presses the one that the field belongs to. */
  document.addEventListener("keydown", e => {
    if (e.key !== "Enter" || !e.target.matches("input[data-enter]")) return;
    e.preventDefault();
    const b = e.target.form.querySelector('button[value="' + e.target.dataset.enter + '"]');
    if (b) b.click();
  });
  /* Opens a fold and puts the cursor into its first field; shut again where it was open. */
  const opened = (e, d) => {
    if (!d) return;
    d.open = !d.open;
    const f = d.querySelector("input:not([type=hidden]), textarea, select");
    if (d.open && f) { e.preventDefault(); f.focus(); }
  };
  document.addEventListener("keydown", e => {
    if (typing(e) || e.ctrlKey || e.metaKey || e.altKey) {
      if (e.key === "Escape" && typing(e)) e.target.blur();
      return;
    }
    const find = document.querySelector("[data-find]");
    if (e.key === "j") select(at + 1);
    else if (e.key === "k") select(at < 0 ? 0 : at - 1);
    else if (e.key === "/" && find) { e.preventDefault(); find.focus(); find.select(); }
    else if (e.key === "?") location.href = document.body.dataset.keys;
    else if (e.key === "x" && at >= 0) { const box = rows()[at].querySelector("input[type=checkbox]"); if (box) box.click(); }
    else if (e.key === "u") { const all = rows(), next = all.findIndex((r, i) => i > at && r.classList.contains("open")); if (next >= 0) select(next); }
    else if ("aeo".includes(e.key) && at >= 0) { const b = rows()[at].querySelector("[data-key=" + e.key + "]"); if (b) b.click(); }
    else if ("st".includes(e.key) && at >= 0) opened(e, rows()[at].querySelector("[data-open=" + e.key + "]"));
    else if ("lm".includes(e.key)) opened(e, document.querySelector("[data-bulk=" + e.key + "]"));
  });

  /* What was typed and not sent stays in this tab, so that an expired session loses nothing. */
  const name = form => form.dataset.draft;
  const store = window.sessionStorage;
  const fieldsOf = form => Array.from(form.elements).filter(f => f.name && !/^(hidden|file|password|submit|button)$/.test(f.type));
  const restore = root => root.querySelectorAll("form[data-draft]").forEach(form => {
    const kept = store.getItem("draft:" + name(form));
    if (!kept || form.querySelector("[aria-invalid=true]")) return;
    const values = JSON.parse(kept);
    let changed = false;
    fieldsOf(form).forEach(f => {
      if (!(f.name in values) || f.type === "checkbox" || f.type === "radio" || f.multiple) return;
      if (f.value !== values[f.name]) { f.value = values[f.name]; changed = true; }
    });
    if (changed) {
      const box = form.closest("details");
      if (box) box.open = true;
      const note = form.querySelector("[data-restored]");
      if (note) note.hidden = false;
    }
  });
  document.addEventListener("input", e => {
    const form = e.target.form;
    if (!form || !form.dataset.draft) return;
    const values = {};
    fieldsOf(form).forEach(f => { if (f.type !== "checkbox" && f.type !== "radio" && !f.multiple) values[f.name] = f.value; });
    store.setItem("draft:" + name(form), JSON.stringify(values));
  });
  /* A form that made something new leads to that thing's own page: what was typed is done with there, and only there. */
  const sent = store.getItem("sent");
  if (sent && document.querySelector("[data-done]")) store.removeItem("draft:" + sent);
  store.removeItem("sent");
  document.querySelectorAll("[data-done]").forEach(() => Object.keys(store).filter(k => k.startsWith("draft:" + location.pathname + ":")).forEach(k => store.removeItem(k)));
  document.addEventListener("submit", e => {
    const form = e.target;
    const sure = (e.submitter && e.submitter.dataset.sureButton) || form.dataset.sure;
    if (sure && !window.confirm(sure)) { e.preventDefault(); return; }
    if (form.dataset.leave) Object.keys(store).filter(k => k.startsWith("draft:")).forEach(k => store.removeItem(k));
    if (form.dataset.draft) store.setItem("sent", name(form));
    const button = e.submitter;
    if (button && form.method === "post" && !form.hasAttribute("hx-post")) setTimeout(() => { button.disabled = true; if (button.dataset.busy) { button.dataset.words = button.textContent; button.textContent = button.dataset.busy; } }, 0);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("button:disabled").forEach(b => { b.disabled = false; if (b.dataset.words) b.textContent = b.dataset.words; }));

  const counted = () => {
    const count = document.querySelector("[data-count]");
    if (count) count.textContent = String(document.querySelectorAll("input[type=checkbox][name=row]:checked").length);
  };
  document.addEventListener("change", e => {
    if (e.target.matches("[data-all]")) document.querySelectorAll("input[type=checkbox][name=" + e.target.dataset.all + "]").forEach(b => { b.checked = e.target.checked; });
    if (e.target.matches("[data-go]")) e.target.form.requestSubmit();
    counted();
  });
  document.addEventListener("click", e => {
    const b = e.target.closest("[data-print], [data-theme-switch]");
    if (!b) return;
    if (b.hasAttribute("data-print")) window.print();
    else {
      const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      document.documentElement.dataset.theme = dark ? "light" : "dark";
      localStorage.setItem("theme", document.documentElement.dataset.theme);
    }
  });
  /* After a row was decided the next one is at hand. */
  let moving = false;
  document.addEventListener("htmx:beforeRequest", e => { const r = e.target.closest(".prow"); moving = Boolean(r) && rows().indexOf(r) === at; });
  document.addEventListener("htmx:afterSettle", e => { if (moving && e.target.matches(".prow")) { moving = false; select(e.target.querySelector("[role=alert]") ? at : at + 1); } });
  /* Text and rows side by side: a click on one shows the other. */
  document.addEventListener("click", e => {
    const mark = e.target.closest("mark[data-p]");
    if (mark) {
      const row = document.getElementById("p" + mark.dataset.p.split(" ")[0]);
      if (row) { row.scrollIntoView({ block: "center" }); select(rows().indexOf(row)); }
      return;
    }
    const show = e.target.closest("[data-show]");
    if (show) {
      document.querySelectorAll("mark.here").forEach(m => m.classList.remove("here"));
      const marks = document.querySelectorAll('mark[data-p~="' + show.dataset.show + '"]');
      marks.forEach(m => m.classList.add("here"));
      if (marks.length) marks[0].scrollIntoView({ block: "center" });
    }
  });
  const first = document.querySelector(".source mark");
  if (first) first.closest(".source").scrollTop = first.offsetTop - 80;
  if (location.hash) { const d = document.getElementById(location.hash.slice(1)); if (d && d.tagName === "DETAILS") d.open = true; }
  window.addEventListener("hashchange", () => { const d = document.getElementById(location.hash.slice(1)); if (d && d.tagName === "DETAILS") { d.open = true; d.scrollIntoView(); } });
  restore(document);
  counted();
})();
