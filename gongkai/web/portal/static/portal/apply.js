// The request form: a proof of work instead of a picture to read, and a draft that stays on this machine if wanted.
// Without this script the form works, too; an address may then send fewer of them.
const place = `draft ${location.pathname}`;
const form = document.querySelector("form[data-bits]");
if (form) fill();
else forget();

function fill() {
  const proof = form.elements.namedItem("proof");
  const stamp = form.elements.namedItem("stamp").value;

  // From the first key on, so that it is done long before the button is pressed.
  let working;
  const begin = () => {
    if (globalThis.crypto?.subtle) working ??= work(stamp, Number(form.dataset.bits)).then((found) => (proof.value = found));
  };
  form.addEventListener("input", begin, { once: true });
  form.addEventListener("submit", async (event) => {
    begin();
    if (!working || proof.value) return;
    event.preventDefault();
    form.querySelector("[data-status]").textContent = form.dataset.working;
    await working;
    form.submit();
  });
  for (const box of document.querySelectorAll("#keep-draft")) keep(box); // none in a hall
}

async function work(stamp, zeros) {
  const words = new TextEncoder();
  for (let number = 0; ; number += 1) {
    const digest = new DataView(await crypto.subtle.digest("SHA-256", words.encode(`${stamp}:${number}`)));
    if (digest.getUint32(0) >>> (32 - zeros) === 0) return String(number);
  }
}

function keep(box) {
  const texts = [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.name !== "website");
  const store = () => {
    if (!box.checked) return forget();
    localStorage.setItem(place, JSON.stringify(Object.fromEntries(texts.map((one) => [one.name, one.value]))));
  };
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(place) ?? "null");
  } catch {
    return; // no storage here: nothing is kept
  }
  box.closest("p").hidden = false;
  if (kept) {
    box.checked = true;
    for (const one of texts) if (!one.value || one.tagName === "SELECT") one.value = kept[one.name] ?? one.value;
  }
  form.addEventListener("input", store);
  box.addEventListener("change", store);
}

// It was taken: number and code stand on the page.
function forget() {
  try {
    localStorage.removeItem(place);
  } catch {
    // no storage here
  }
}
