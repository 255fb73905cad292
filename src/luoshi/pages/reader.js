// The reader's behaviour. Without it the page still reads: links lead from text to fact and back.
(function () {
  "use strict";
  var root = document.documentElement;
  var reports = Array.prototype.slice.call(document.querySelectorAll(".report"));
  var links = Array.prototype.slice.call(document.querySelectorAll(".index li > a"));
  var tip = document.getElementById("tip");
  var here = document.querySelector(".here");
  var phone = window.matchMedia("(max-width: 859px)");
  var wide = window.matchMedia("(min-width: 1280px)");
  var kinds = all("[data-kind]").map(function (b) { return b.dataset.kind; }).filter(function (k, i, row) { return row.indexOf(k) === i; });
  var report = null;   // the report that is shown
  var current = null;  // the id of the fact that is shown
  var follow = true, quiet = 0;

  function all(selector, where) { return Array.prototype.slice.call((where || document).querySelectorAll(selector)); }
  function one(id) { return document.getElementById(id); }
  function store(key, value) { try { if (value === undefined) { return localStorage.getItem(key); } localStorage.setItem(key, value); } catch (e) { /* private mode */ } return null; }
  function runsOf(id) { return report ? all('.text [data-f~="' + id + '"]', report) : []; }
  function bars() { var bar = report && report.querySelector(".bar"); return bar ? bar.getBoundingClientRect().height + 52 : 52; }
  function lit(elements) { elements.forEach(function (e) { e.classList.add("on"); }); }
  function dim() { all(".on").forEach(function (e) { e.classList.remove("on"); }); }
  function tab(name) {
    root.classList.remove("tab-text", "tab-facts");
    root.classList.add("tab-" + name);
    all("[data-tab]").forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.tab === name)); });
  }

  // Places an element at a third of the room it is read in, without moving what already is in sight.
  function toText(element) {
    if (phone.matches) { tab("text"); }
    quiet = Date.now() + 400;
    var box = element.getBoundingClientRect(), top = bars();
    if (box.top < top + 20 || box.bottom > window.innerHeight - 40) {
      window.scrollBy(0, box.top - top - (window.innerHeight - top) / 3);
    }
  }
  function toCard(card, calm) {
    if (!card) { return; }
    var pane = card.closest(".facts");
    if (phone.matches) {
      if (calm) { return; }
      tab("facts");
      window.scrollBy(0, card.getBoundingClientRect().top - bars() - 40);
      return;
    }
    var box = card.getBoundingClientRect(), room = pane.getBoundingClientRect();
    if (box.top < room.top + 36 || box.bottom > room.bottom - 12) {
      pane.scrollTop += box.top - room.top - room.height / 3;
    }
    if (!calm && (room.bottom < 120 || room.top > window.innerHeight - 120)) { toText(card); }
  }

  // Shows one fact on both sides. side: where the reader came from; the other side is scrolled and takes the focus.
  function show(id, side, keepFocus) {
    var card = one("f-" + id);
    if (!card) { return false; }
    open(card.closest(".report"));
    reveal(card);
    dim();
    current = id;
    var runs = runsOf(id);
    lit(runs); lit([card]);
    if (side !== "text" && runs.length) { toText(runs[0]); }
    if (side !== "text" && !phone.matches) { toCard(card, true); }
    if (side === "text") { toCard(card, false); }
    if (!keepFocus) {
      var target = side === "text" ? card.querySelector(".go") : runs[0];
      if (target) { target.focus({ preventScroll: true }); }
    }
    try { history.replaceState(null, "", "#f-" + id); } catch (e) { /* some viewers forbid it */ }
    return true;
  }
  function reveal(card) {  // a permalink to a fact that is filtered away shows it
    if (!card.classList.contains("off") && !hiddenKind(card)) { return; }
    all(".bar [data-kind]", report).forEach(function (b) {
      if (card.classList.contains("k-" + b.dataset.kind)) { b.setAttribute("aria-pressed", "true"); }
    });
    report.querySelector(".find").value = "";
    filter();
  }
  function open(which) {
    if (!which || which === report) { return; }
    report = which;
    reports.forEach(function (r) { r.hidden = r !== which; });
    links.forEach(function (a) { a.parentNode.classList.toggle("now", a.getAttribute("href") === "#" + which.id); });
    here.textContent = which.dataset.title;
    filter();
    track(true);
  }
  function mend(key, side) {
    var card = one("m-" + key), run = document.querySelector('.text [data-r="' + key + '"]');
    if (!card || !run) { return; }
    open(card.closest(".report"));
    reveal(card);
    dim();
    lit([card, run]);
    if (side === "text") { toCard(card, false); } else { toText(run); run.focus({ preventScroll: true }); }
  }

  // Filters
  function filter() {
    var words = report.querySelector(".find").value.trim().toLowerCase();
    all(".bar [data-kind]", report).forEach(function (b) {
      report.classList.toggle("hide-" + b.dataset.kind, b.getAttribute("aria-pressed") === "false");
    });
    var any = false;
    all(".group", report).forEach(function (group) {
      var left = 0;
      all(".c", group).forEach(function (card) {
        var off = words !== "" && card.textContent.toLowerCase().indexOf(words) < 0;
        card.classList.toggle("off", off);
        if (!off && !hiddenKind(card)) { left++; }
      });
      group.classList.toggle("off", !left);
      any = any || left > 0;
    });
    report.querySelector(".empty").hidden = any;
  }
  function hiddenKind(card) {
    return kinds.some(function (k) { return card.classList.contains("k-" + k) && report.classList.contains("hide-" + k); });
  }
  function step(by) {
    var cards = all(".c[id^='f-']", report).filter(function (c) {
      return !c.classList.contains("off") && !hiddenKind(c);
    });
    if (!cards.length) { return; }
    var at = current ? cards.indexOf(one("f-" + current)) : -1;
    var next = at < 0 ? (by > 0 ? 0 : cards.length - 1) : (at + by + cards.length) % cards.length;
    show(cards[next].id.slice(2), "both", true);
  }

  // Outline and facts go along with the text
  var opens = [], marks = [];
  function track(fresh) {
    if (fresh) { opens = all(".open", report); marks = all(".text .m", report); }
    var line = bars() + (window.innerHeight - bars()) / 4;
    var found = null;
    for (var i = 0; i < opens.length; i++) {
      if (opens[i].getBoundingClientRect().top <= line + 8) { found = opens[i]; } else { break; }
    }
    all(".outline .now", report).forEach(function (e) { e.classList.remove("now"); });
    if (found) {
      var link = report.querySelector('.outline a[href="#' + found.id + '"]');
      if (link) {
        link.parentNode.classList.add("now");
        var pane = link.closest(".outline");
        if (wide.matches) {
          var b = link.getBoundingClientRect(), p = pane.getBoundingClientRect();
          if (b.top < p.top || b.bottom > p.bottom) { pane.scrollTop += b.top - p.top - p.height / 3; }
        }
      }
    }
    if (!follow || phone.matches || Date.now() < quiet || !marks.length) { return; }
    var low = 0, high = marks.length;
    while (low < high) {  // the first mark below the line
      var middle = (low + high) >> 1;
      if (marks[middle].getBoundingClientRect().top < line) { low = middle + 1; } else { high = middle; }
    }
    var card = null;
    for (var m = low; m < Math.min(low + 60, marks.length) && !card; m++) {
      marks[m].dataset.f.split(" ").forEach(function (id) {
        var found = one("f-" + id);
        if (!card && found && found.offsetParent !== null) { card = found; }
      });
    }
    if (card) {
      var box = card.getBoundingClientRect(), room = card.closest(".facts").getBoundingClientRect();
      if (box.top < room.top + 30 || box.bottom > room.top + room.height * 0.7) {
        card.closest(".facts").scrollTop += box.top - room.top - room.height / 4;
      }
    }
  }
  var waiting = false;
  window.addEventListener("scroll", function () {
    var held = document.activeElement;  // a repair reached by keyboard may have scrolled into sight itself
    if (held && held.dataset && held.dataset.r && !tip.hidden) { showTip(held); } else { hideTip(); }
    if (waiting || !report) { return; }
    waiting = true;
    window.requestAnimationFrame(function () { waiting = false; track(false); });
  }, { passive: true });

  // What stood in the raw text
  function showTip(mark) {
    var said = one("d-" + mark.dataset.r);
    if (!said) { return; }
    tip.textContent = "";
    Array.prototype.forEach.call(said.childNodes, function (n) { tip.appendChild(n.cloneNode(true)); });
    tip.hidden = false;
    var box = mark.getBoundingClientRect(), own = tip.getBoundingClientRect();
    var left = Math.max(8, Math.min(box.left, window.innerWidth - own.width - 8));
    var top = box.top - own.height - 8;
    tip.style.left = left + "px";
    tip.style.top = (top < bars() ? box.bottom + 8 : top) + "px";
  }
  function hideTip() { tip.hidden = true; }
  ["mouseover", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (e) {
      var mark = e.target.closest && e.target.closest("[data-r]");
      if (mark) { showTip(mark); } else if (kind === "mouseover") { if (!document.activeElement || !document.activeElement.dataset || !document.activeElement.dataset.r) { hideTip(); } } else { hideTip(); }
    });
  });

  document.addEventListener("click", function (e) {
    if (e.ctrlKey || e.metaKey || e.shiftKey || !e.target.closest) { return; }
    var hit = e.target.closest("[data-go], [data-mend], [data-f], [data-r], [data-kind], [data-tab], [data-do], .index li > a, .perm, .outline a");
    if (!hit) { return; }
    var d = hit.dataset;
    if (d.go) { e.preventDefault(); show(d.go, hit.closest(".targets") ? "both" : "facts"); }
    else if (d.mend) { e.preventDefault(); mend(d.mend, "facts"); }
    else if (d.f) {
      e.preventDefault();
      var picked = String(window.getSelection()) ? "" : chosen(d.f.split(" "));  // whoever selects text does not want to jump
      if (picked) { show(picked, "text"); }
    }
    else if (d.r) { e.preventDefault(); mend(d.r, "text"); }
    else if (d.kind) { hit.setAttribute("aria-pressed", String(hit.getAttribute("aria-pressed") === "false")); filter(); }
    else if (d.tab) { tab(d.tab); }
    else if (d.do === "print") { window.print(); }
    else if (d.do === "theme") { theme(effective() === "dark" ? "light" : "dark"); }
    else if (d.do === "follow") { follow = !follow; hit.setAttribute("aria-pressed", String(follow)); }
    else if (hit.classList.contains("perm")) { e.preventDefault(); show(hit.getAttribute("href").slice(3), "facts", true); copy(hit); }
    else if (hit.closest(".outline")) { if (phone.matches) { tab("text"); } }
    else { e.preventDefault(); go(hit.getAttribute("href")); window.scrollTo(0, reports[0].parentNode.querySelector(".report:not([hidden])").offsetTop - 52); }
  });
  // Facts that share a stretch: the innermost first, a second click shows the next.
  function chosen(ids) {
    ids = ids.filter(function (id) { var card = one("f-" + id); return card && !hiddenKind(card); });
    var at = ids.indexOf(current);
    return ids[at < 0 ? 0 : (at + 1) % ids.length];
  }
  function copy(link) {
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(link.href).catch(function () {}); }
  }
  function effective() {
    return root.dataset.theme || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }
  function theme(name) { root.dataset.theme = name; store("luoshi-theme", name); }

  document.addEventListener("input", function (e) { if (e.target.classList.contains("find")) { filter(); } });
  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || !report) { return; }
    var typing = e.target.classList && e.target.classList.contains("find");
    if (e.key === "Escape") {
      hideTip();
      if (typing) { e.target.value = ""; filter(); e.target.blur(); return; }
      dim(); current = null;
      try { history.replaceState(null, "", location.pathname + location.search); } catch (x) { /* as above */ }
      if (document.activeElement) { document.activeElement.blur(); }
      return;
    }
    if (typing) { if (e.key === "Enter") { e.target.blur(); step(1); } return; }
    if (e.key === "n") { e.preventDefault(); step(1); }
    else if (e.key === "p") { e.preventDefault(); step(-1); }
    else if (e.key === "/") { e.preventDefault(); if (phone.matches) { tab("facts"); } report.querySelector(".find").focus(); }
  });

  function go(hash) {
    var name = decodeURIComponent(hash.slice(1));
    if (name.indexOf("f-") === 0 && show(name.slice(2), "both", true)) { return; }
    if (name.indexOf("t-") === 0 && show(name.slice(2), "text", true)) { return; }
    var target = name && one(name);
    if (target && target.closest(".report")) { open(target.closest(".report")); if (!target.classList.contains("report")) { target.scrollIntoView(); } }
  }
  window.addEventListener("hashchange", function () { go(location.hash); });

  root.classList.add("js");
  tab("text");
  var kept = store("luoshi-theme");
  if (kept === "dark" || kept === "light") { root.dataset.theme = kept; }
  if (!wide.matches) { all(".outline").forEach(function (o) { o.open = false; }); }
  all("[data-do='follow'], [data-do='print']").forEach(function (b) { b.hidden = !reports.length; });
  if (reports.length) {
    open(reports[0]);
    if (location.hash) { go(location.hash); }
  }
})();
