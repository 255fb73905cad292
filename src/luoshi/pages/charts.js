// Place and indicator pages. Without it the page still reads: numbers are links, tables fold out by themselves.
(function () {
  "use strict";
  var root = document.documentElement, from = null, lit = null;
  root.classList.add("js");
  function store(value) { try { if (value === undefined) { return localStorage.getItem("luoshi-theme"); } localStorage.setItem("luoshi-theme", value); } catch (e) { /* private mode */ } return null; }
  var kept = store();
  if (kept === "light" || kept === "dark") { root.dataset.theme = kept; }

  // A number leads to its sentence; a link there, or Escape, leads back to the number.
  var back = document.createElement("a");
  back.className = "back"; back.textContent = "↩ 返回";
  function show(mark, link) {
    if (lit) { lit.classList.remove("on"); }
    lit = mark; from = link;
    mark.classList.add("on");
    back.href = "#";
    mark.closest("li").appendChild(back);
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  }
  function home() {
    if (!from) { return; }
    var link = from, folded = link.closest("details");
    if (folded) { folded.open = true; }
    link.scrollIntoView({ block: "center" });
    link.focus({ preventScroll: true });
    from = null; back.remove();
    if (lit) { lit.classList.remove("on"); lit = null; }
    history.replaceState(null, "", location.pathname + location.search);
  }
  back.addEventListener("click", function (e) { e.preventDefault(); home(); });
  document.addEventListener("click", function (e) {
    var link = e.target.closest('a[href^="#q-"]');
    if (!link) { return; }
    var id = link.getAttribute("href").slice(1), mark = document.getElementById(id);
    if (!mark) { return; }
    if (mark.tagName !== "MARK") { return; }
    e.preventDefault();
    history.replaceState(null, "", "#" + id);
    show(mark, link);
  });
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") { home(); } });

  document.addEventListener("click", function (e) {
    var button = e.target.closest("[data-do]");
    if (!button) { return; }
    if (button.dataset.do === "print") { window.print(); }
    if (button.dataset.do === "tables") {
      var all = Array.prototype.slice.call(document.querySelectorAll(".card details"));
      var open = all.some(function (d) { return !d.open; });
      all.forEach(function (d) { d.open = open; });
      button.setAttribute("aria-pressed", String(open));
    }
    if (button.dataset.do === "theme") {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      store(root.dataset.theme);
    }
  });
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll(".cards:not(.small) details:not([open])"));
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
})();
