// Keeps what is being written every ten seconds, so that a closed window loses nothing.
const form = document.querySelector("form[data-keep]");
const notice = form && form.querySelector("[data-kept]");
const written = () => new URLSearchParams(new FormData(form)).toString();
let kept = "";
let begun = false;

async function keep() {
  const now = written();
  if (now === kept) return;
  try {
    const answer = await fetch(form.dataset.keep, {
      method: "POST",
      body: new URLSearchParams(now),
      headers: { Accept: "application/json" },
    });
    const said = await answer.json();
    if (answer.ok) kept = now;
    notice.textContent = said.message;
  } catch {
    notice.textContent = "";
  }
}

if (form) {
  // the editor may tidy what it was given: what stands after its start is the beginning
  setTimeout(() => { kept = written(); begun = true; }, 2000);
  setInterval(() => begun && keep(), 10000);
  form.addEventListener("submit", () => { begun = false; });
  addEventListener("pagehide", () => {
    if (begun && written() !== kept) navigator.sendBeacon(form.dataset.keep, new FormData(form));
  });
}
