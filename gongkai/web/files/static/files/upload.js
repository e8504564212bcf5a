// A drop area around each upload field, and what was chosen with sizes; without it the field works as it is.
"use strict";
for (const area of document.querySelectorAll("[data-upload]")) {
  const input = area.querySelector("input[type=file]");
  const list = area.querySelector(".upload-list");
  const largest = Number(area.dataset.largest);
  const size = (bytes) =>
    bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  area.querySelector(".upload-hint").hidden = false;

  const show = () => {
    const large = [...input.files].filter((file) => file.size > largest);
    input.setCustomValidity(large.length ? area.dataset.tooLarge + large.map((file) => file.name).join("、") : "");
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const item = document.createElement("li");
        item.textContent = `${file.name}（${size(file.size)}）`;
        item.classList.toggle("error", file.size > largest);
        return item;
      }),
    );
    if (large.length) input.reportValidity();
  };

  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    area.addEventListener(name, () => area.classList.remove("over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = new DataTransfer();
    const dropped = [...event.dataTransfer.files];
    for (const file of input.multiple ? [...input.files, ...dropped] : dropped.slice(0, 1)) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
