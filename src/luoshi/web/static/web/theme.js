/* Before anything is drawn: the theme that was chosen on this machine. */
"use strict";
(function () { const t = localStorage.getItem("theme"); if (t === "dark" || t === "light") document.documentElement.dataset.theme = t; })();
