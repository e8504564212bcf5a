// In a hall: prints, goes back, and begins anew when nobody has touched it for a while.
const header = document.querySelector("[data-idle]");
const print = document.querySelector("[data-print]");
const back = document.querySelector("[data-back]");

print.hidden = false;
print.addEventListener("click", () => window.print());
if (header) {
  back.hidden = false;
  back.addEventListener("click", () => (history.length > 1 ? history.back() : location.assign(header.dataset.start)));
  let waiting = 0;
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => location.replace(header.dataset.start), header.dataset.idle * 1000);
  };
  for (const touch of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(touch, again, { passive: true });
  again();
}
