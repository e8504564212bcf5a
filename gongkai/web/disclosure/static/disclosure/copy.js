// Copies what stands in an element with its look, for an editor elsewhere.
const button = document.querySelector("[data-copy]");

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const range = document.createRange();
    range.selectNodeContents(document.getElementById(button.dataset.copy));
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    const notice = document.querySelector("[data-copied]");
    notice.textContent = document.execCommand("copy") ? notice.dataset.words : "";
  });
}
