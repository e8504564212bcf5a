// On a wall: the next document after a while. Space or a touch holds it, and lets it go on.
const { after, seconds } = document.currentScript?.dataset ?? document.querySelector("script[data-after]").dataset;
let waiting = 0;
const wait = () => {
  waiting = setTimeout(next, seconds * 1000);
};
// Not while the server is away: on the browser's page of the error nothing turns any more.
const next = () =>
  fetch(after, { method: "HEAD" }).then((found) => {
    if (!waiting) return;
    found.ok ? location.replace(after) : wait();
  }, wait);
const turn = () => (waiting ? (waiting = clearTimeout(waiting) || 0) : wait());
addEventListener("keydown", (event) => event.key === " " && turn());
addEventListener("pointerdown", turn);
wait();
