// Remarks on a passage: the reviewer selects it in the preview; the drafter ticks them off without leaving the text.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-tick]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = event.submitter;
      const body = new FormData(form);
      body.append(button.name, "1");
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { settled } = await answer.json();
      form.closest("li").classList.toggle("settled", settled);
      button.name = settled ? "reopened" : "settled";
      [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
    });
  }

  const form = document.querySelector("form[data-remarks]");
  if (!form) return;
  const list = form.querySelector("[data-list]");
  const add = form.querySelector("[data-add]");
  const main = document.querySelector("main");
  let chosen = "";
  form.querySelector("[data-hint]").hidden = false;
  document.addEventListener("selectionchange", () => {
    const { isCollapsed, anchorNode, focusNode } = getSelection();
    if (isCollapsed || !main.contains(anchorNode) || !main.contains(focusNode)) return;
    chosen = getSelection().toString().trim().slice(0, 2000);
    add.disabled = !chosen;
  });
  add.addEventListener("click", () => {
    const line = form.querySelector("template").content.cloneNode(true).firstElementChild;
    line.querySelector("[name=passage]").value = line.querySelector("blockquote").textContent = chosen;
    list.append(line);
    line.querySelector("textarea").focus();
    add.disabled = true;
  });
  list.addEventListener("click", ({ target }) => target.closest("[data-remove]")?.closest("li").remove());
})();
