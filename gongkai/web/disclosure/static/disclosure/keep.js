// Keeps what is being written at each pause, against what the server sent; leaving asks while something is not kept.
"use strict";
(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const notice = form.querySelector("[data-kept]");
  // files go up by themselves (bring.js): they are no part of what is kept
  const data = (of) => {
    const found = new FormData(of);
    found.delete("uploads");
    return found;
  };
  const written = (of = form) => new URLSearchParams(data(of)).toString();
  const sent = form.cloneNode(true);
  sent.reset();
  let kept = written(sent);
  let going = false;
  let busy = false;
  let pause;

  async function keep() {
    const now = written();
    if (busy || going || now === kept) return;
    busy = true;
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(form.dataset.keep, { method: "POST", body: data(form), headers });
      const said = await answer.json();
      if (answer.ok) kept = now;
      if (answer.ok && written() !== kept) pause = setTimeout(keep, 1000);
      notice.textContent = said.message;
    } catch {
      notice.textContent = form.dataset.unkept;
    }
    busy = false;
  }

  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keep, 1000);
  });
  setInterval(keep, 10000);
  form.addEventListener("submit", () => { going = true; });
  addEventListener("beforeunload", (event) => {
    if (going || written() === kept) return;
    event.preventDefault();
    keep();
  });
  addEventListener("pagehide", () => {
    if (!going && written() !== kept) navigator.sendBeacon(form.dataset.keep, data(form));
  });
})();
