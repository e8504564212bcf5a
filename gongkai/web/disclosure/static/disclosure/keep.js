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
  let arriving;
  let pause;

  function keep() {
    const now = written();
    if (arriving || going || now === kept) return;
    arriving = send(now).finally(() => { arriving = undefined; });
  }

  async function send(now) {
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
  }

  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keep, 1000);
  });
  setInterval(keep, 10000);
  // what is on its way arrives before what is sent now, so that it does not come after it as something new
  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (arriving) event.preventDefault();
    if (arriving && !going) {
      const { target, submitter } = event;
      const long = new Promise((resolve) => { setTimeout(resolve, 3000); });
      Promise.race([arriving, long]).then(() => { arriving = undefined; target.requestSubmit(submitter); });
    }
    going = true;
    clearTimeout(pause);
  });
  addEventListener("beforeunload", (event) => {
    if (going || written() === kept) return;
    event.preventDefault();
    keep();
  });
  addEventListener("pagehide", () => {
    if (!going && written() !== kept) navigator.sendBeacon(form.dataset.keep, data(form));
  });
})();
