// In a hall: prints, goes back, and begins anew when nobody has touched it for a while.
//
// The browser's own history never grows, so that its keys lead nowhere, and not to what somebody before has read: each
// page takes the place of the one before. What "back" needs is kept here, and forgotten at the start.
const { idle, start } = document.querySelector("[data-idle]").dataset;
const print = document.querySelector("[data-print]");
const back = document.querySelector("[data-back]"); // not on the first page
const TRAIL = "kiosk-trail";

const trail = () => JSON.parse(sessionStorage.getItem(TRAIL) || "[]");
const keep = (pages) => sessionStorage.setItem(TRAIL, JSON.stringify(pages));
const go = (address) => {
  keep([...trail(), location.href]);
  location.replace(address);
};
const goBack = () => {
  const pages = trail();
  const last = pages.pop();
  keep(pages);
  location.replace(last || start);
};
if (!back) sessionStorage.removeItem(TRAIL);

print.hidden = false;
print.addEventListener("click", () => window.print());
if (back) {
  back.hidden = false;
  back.addEventListener("click", goBack);
}
const follow = (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  if (event.button === 0) go(link.href);
};
addEventListener("click", follow);
addEventListener("auxclick", follow); // the middle button would open a window
addEventListener("contextmenu", (event) => event.preventDefault()); // so would its menu
addEventListener("dragstart", (event) => event.preventDefault());
history.replaceState(null, "", location.href); // what was sent for this page is sent again by no key
addEventListener("submit", (event) => {
  if (event.target.method === "post") return; // what is typed there stands in no address
  event.preventDefault();
  go(`${event.target.action.split("?")[0]}?${new URLSearchParams(new FormData(event.target))}`);
});
addEventListener("keydown", (event) => {
  if (event.key === "BrowserBack" || (event.altKey && event.key === "ArrowLeft")) {
    event.preventDefault();
    if (back) goBack();
  } else if (event.key === "BrowserForward" || (event.altKey && /^(ArrowRight|Home)$/.test(event.key))) {
    event.preventDefault();
  }
});

let waiting = 0;
const again = () => {
  clearTimeout(waiting);
  waiting = setTimeout(anew, idle * 1000);
};
// Not while the server is away: from the browser's page of the error nothing leads back.
const anew = () =>
  fetch(start, { method: "HEAD" }).then((found) => (found.ok ? location.replace(start) : again()), again);
for (const touch of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(touch, again, { passive: true });
if (back) again();
