// In a hall: prints, goes back, and begins anew when nobody has touched it for a while.
const { idle, start } = document.querySelector("[data-idle]").dataset;
const print = document.querySelector("[data-print]");
const back = document.querySelector("[data-back]"); // not on the first page

print.hidden = false;
print.addEventListener("click", () => window.print());
if (back) {
  back.hidden = false;
  back.addEventListener("click", () => (history.length > 1 ? history.back() : location.assign(start)));
}
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
