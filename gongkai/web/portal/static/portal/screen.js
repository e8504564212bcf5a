// On a wall: the next document after a while. Space or a touch holds it, and lets it go on.
const { after, seconds } = document.currentScript?.dataset ?? document.querySelector("script[data-after]").dataset;
let waiting = 0;
const turn = () => {
  waiting = waiting ? clearTimeout(waiting) || 0 : setTimeout(() => location.replace(after), seconds * 1000);
};
addEventListener("keydown", (event) => event.key === " " && turn());
addEventListener("pointerdown", turn);
turn();
