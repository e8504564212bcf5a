// Shortcuts of the desk. Everything works without them; nothing happens while somebody types.
"use strict";
(() => {
  let before = "";
  const typing = (element) => element.closest("input, select, textarea, [contenteditable]");
  const rows = () => [...document.querySelectorAll("main tbody tr, main .entries > li")].filter((row) => row.querySelector("a[href]"));

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
    next.querySelector("a[href]").focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function press(key) {
    const wanted = before ? `${before} ${key}` : key;
    before = "";
    const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === wanted);
    if (target) {
      target.matches("a") ? target.click() : target.focus();
    } else if (key === "g") {
      before = "g";
      setTimeout(() => { before = ""; }, 1500);
    } else if (key === "?") {
      document.getElementById("keys")?.showModal();
    } else if (key === "j" || key === "k") {
      step(key === "j" ? 1 : -1);
    } else {
      return false;
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (press(event.key)) event.preventDefault();
  });
})();
