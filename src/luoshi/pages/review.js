// The review page's behaviour: judge, correct, save. What is not saved stays in this browser.
(function () {
  "use strict";
  var root = document.documentElement;
  var SCHEMA = document.currentScript.dataset.schema;
  var FIELDS = [["name", "名称"], ["indicator", "规范指标"], ["kind", "类型"], ["op", "比较"], ["value", "数值"], ["high", "上限"],
    ["unit", "单位"], ["period", "期间"], ["status", "状态"], ["ref", "参照"]];
  var cards = all(".v"), said = {}, saved = "", now = null;
  var template = document.getElementById("form"), status = document.querySelector(".status"), here = document.querySelector(".here");
  var slot = "luoshi-review:" + all(".report").map(function (r) { return r.id; }).join(" ");

  function all(selector, where) { return Array.prototype.slice.call((where || document).querySelectorAll(selector)); }
  function machine(card) { return JSON.parse(card.dataset.machine); }
  function store(key, value) {
    try {
      if (value === undefined) { return localStorage.getItem(key); }
      if (value === null) { localStorage.removeItem(key); } else { localStorage.setItem(key, value); }
    } catch (e) { /* private mode */ }
    return null;
  }
  function tell(text) { status.textContent = text; status.hidden = !text; }
  function label(field, value) {
    var option = template.content.querySelector('select[name="' + field + '"] option[value="' + value + '"]');
    return option ? option.textContent.split(" ")[0] : value === null || value === "" ? "（空）" : String(value);
  }

  // What was said of a card, in words and in colour
  function paint(card) {
    var word = said[card.id];
    ["accept", "edit", "reject"].forEach(function (a) { card.classList.toggle(a, !!word && word.action === a); });
    var line = "";
    if (word) {
      if (word.action === "accept") { line = "✓ 正确"; }
      else if (word.action === "reject") { line = "✗ 不是指标"; }
      else {
        var was = machine(card);
        line = "✎ 改为：" + FIELDS.filter(function (f) { return word.person[f[0]] !== was[f[0]]; }).map(function (f) {
          return f[1] + " " + label(f[0], was[f[0]]) + " → " + label(f[0], word.person[f[0]]);
        }).join("；");
      }
      if (word.note) { line += "　备注：" + word.note; }
    }
    card.querySelector(".verdict").textContent = line;
  }
  function count() {
    all(".pile").forEach(function (pile) {
      var mine = all(".v", pile), open = mine.filter(function (c) { return !said[c.id]; }).length;
      pile.querySelector(".left").textContent = open ? "还有 " + open + " 条" : "已核完";
    });
    var doubtful = all('.pile[data-weight="2"] .v'), done = doubtful.filter(function (c) { return said[c.id]; }).length;
    var n = cards.filter(function (c) { return said[c.id]; }).length;
    here.textContent = (doubtful.length ? "存疑 " + done + "/" + doubtful.length + "　" : "") + "已核 " + n + "/" + cards.length;
    var dirty = JSON.stringify(said) !== saved;
    var button = document.querySelector('[data-do="save"]');
    button.textContent = dirty ? "保存更正 *" : "保存更正";
    return dirty;
  }
  function say(card, word) {
    if (word) { said[card.id] = word; } else { delete said[card.id]; }
    paint(card);
    store(slot, count() ? JSON.stringify(said) : null);
  }

  // Going from card to card
  function seen(card) {
    var pile = card.closest(".pile");
    return (!pile || pile.open) && !(root.classList.contains("open-only") && said[card.id] && card !== now);
  }
  function go(card, calm) {
    if (!card) { return; }
    if (now) { now.classList.remove("now"); }
    now = card;
    card.classList.add("now");
    var pile = card.closest(".pile");
    if (pile) { pile.open = true; }
    card.focus({ preventScroll: true });
    var box = card.getBoundingClientRect();
    if (!calm && (box.top < 60 || box.bottom > window.innerHeight - 40)) {
      window.scrollBy(0, box.top - Math.max(70, (window.innerHeight - box.height) / 3));
    }
  }
  function step(by) {
    var row = cards.filter(seen), at = row.indexOf(now);
    var next = at < 0 ? (by > 0 ? 0 : row.length - 1) : at + by;
    if (next >= 0 && next < row.length) { go(row[next]); return; }
    if (by > 0) {
      var left = cards.filter(function (c) { return !said[c.id]; }).length;
      tell(left ? "这一组到头了；还有 " + left + " 条在其他组里。" : "全部核完，请保存更正。");
    }
  }
  function onward(card) {  // to the next one that nobody has judged
    var row = cards.filter(seen), at = row.indexOf(card);
    for (var i = at + 1; i < row.length; i++) { if (!said[row[i].id]) { go(row[i]); return; } }
    step(1);
  }

  // The form
  function number(text) {
    var plain = text.replace(/[\uff0b-\uff19]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); })
      .replace(/[\u2212\u2013\u2014]/g, "-").replace(/[,，\s]/g, "");
    if (plain === "") { return null; }
    return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
  }
  function edit(card) {
    close();
    go(card, true);
    card.appendChild(template.content.cloneNode(true));
    card.classList.add("edit-form-open");
    var form = card.querySelector("form"), word = said[card.id], figure = (word && word.person) || machine(card);
    FIELDS.forEach(function (f) { form.elements[f[0]].value = figure[f[0]] === null ? "" : String(figure[f[0]]); });
    form.elements.note.value = (word && word.note) || "";
    form.elements.value.focus();
    form.elements.value.select();
    form.scrollIntoView({ block: "nearest" });
  }
  function close() {
    all("form.edit").forEach(function (form) {
      var card = form.closest(".v");
      card.classList.remove("edit-form-open");
      form.remove();
    });
  }
  function submit(form) {
    var card = form.closest(".v"), figure = {}, wrong = "";
    FIELDS.forEach(function (f) {
      var text = form.elements[f[0]].value.trim();
      if (f[0] === "value" || f[0] === "high") {
        figure[f[0]] = number(text);
        if (figure[f[0]] !== null && isNaN(figure[f[0]])) { wrong = wrong || f[1] + "要写成一个数，例如 6.5 或 -3"; }
      } else { figure[f[0]] = text === "" ? null : text; }
    });
    if (!figure.name) { wrong = wrong || "名称不能是空的"; }
    if (figure.op === "range" && (figure.value === null || figure.high === null)) { wrong = wrong || "区间要有上下两个数"; }
    if (figure.value === null && ["=", "~", ">=", "<="].indexOf(figure.op) >= 0) { wrong = wrong || "这种比较要有数值"; }
    if (wrong) {
      var line = form.querySelector(".wrong");
      line.textContent = wrong;
      line.hidden = false;
      return;
    }
    var was = machine(card), note = form.elements.note.value.trim();
    var same = FIELDS.every(function (f) { return figure[f[0]] === was[f[0]]; });
    close();
    say(card, { action: same ? "accept" : "edit", person: same ? null : figure, note: note });
    onward(card);
  }

  // Saving: one correction a line, as luoshi writes the file
  function file() {
    var rows = [];
    all("script.kept").forEach(function (k) { rows = rows.concat(JSON.parse(k.textContent)); });
    cards.forEach(function (card) {
      var word = said[card.id];
      if (!word) { return; }
      rows.push({ id: card.dataset.id, action: word.action, report: JSON.parse(card.closest(".report").dataset.report),
        selector: JSON.parse(card.dataset.selector), machine: machine(card), person: word.person, note: word.note || "" });
    });
    return { n: rows.length, text: '{"schema":"' + SCHEMA + '","corrections":[\n' + rows.map(function (r) { return JSON.stringify(r); }).join(",\n") + "\n]}\n" };
  }
  function save() {
    var made = file(), link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([made.text], { type: "application/json" }));
    link.download = "luoshi-corrections.json";
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    saved = JSON.stringify(said);
    store(slot, null);
    count();
    tell("已保存 " + made.n + " 条更正到 luoshi-corrections.json（在浏览器的下载文件夹里）。");
  }

  function act(card, what) {
    tell("");
    if (what === "accept" || what === "reject") {
      close();
      say(card, { action: what, person: null, note: (said[card.id] && said[card.id].note) || "" });
      go(card, true);
      onward(card);
    } else if (what === "edit") { edit(card); }
    else if (what === "undo") { close(); say(card, null); go(card, true); }
    else if (what === "cancel") { close(); go(card, true); }
  }
  document.addEventListener("click", function (e) {
    var hit = e.target.closest && e.target.closest("[data-act], [data-do]"), card = e.target.closest && e.target.closest(".v");
    if (hit && hit.dataset.act) { act(card, hit.dataset.act); return; }
    if (hit) {
      if (hit.dataset.do === "save") { save(); }
      else if (hit.dataset.do === "theme") { theme(effective() === "dark" ? "light" : "dark"); }
      else if (hit.dataset.do === "open") {
        hit.setAttribute("aria-pressed", String(root.classList.toggle("open-only")));
      }
      return;
    }
    if (card && !e.target.closest("form")) { go(card, true); }
  });
  document.addEventListener("submit", function (e) { e.preventDefault(); submit(e.target); });
  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) { return; }
    var form = e.target.closest && e.target.closest("form");
    if (form) {
      if (e.key === "Escape") { e.preventDefault(); act(form.closest(".v"), "cancel"); }
      return;
    }
    var what = { a: "accept", e: "edit", r: "reject", u: "undo" }[e.key];
    if (e.key === "n") { e.preventDefault(); step(1); }
    else if (e.key === "p") { e.preventDefault(); step(-1); }
    else if (e.key === "s") { e.preventDefault(); save(); }
    else if (what && now) { e.preventDefault(); act(now, what); }
  });
  window.addEventListener("beforeunload", function (e) { if (count()) { e.preventDefault(); e.returnValue = ""; } });
  function effective() {
    return root.dataset.theme || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }
  function theme(name) { root.dataset.theme = name; store("luoshi-theme", name); }

  root.classList.add("js");
  var kept = store("luoshi-theme");
  if (kept === "dark" || kept === "light") { root.dataset.theme = kept; }
  cards.forEach(function (card) { if (card.dataset.decided) { said[card.id] = JSON.parse(card.dataset.decided); } });
  saved = JSON.stringify(said);
  var unsaved = store(slot);
  if (unsaved) {
    try {
      var found = JSON.parse(unsaved);
      Object.keys(found).forEach(function (id) { if (document.getElementById(id)) { said[id] = found[id]; } });
      tell("已恢复上次没有保存的更正，请记得保存。");
    } catch (e) { store(slot, null); }
  }
  cards.forEach(paint);
  count();
  var first = cards.filter(function (c) { return !said[c.id] && seen(c); })[0];
  if (first) { go(first, true); }
})();
