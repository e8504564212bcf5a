// Brings in while one writes: attachments with their progress and order, pictures for the text, what is pasted.
"use strict";
(() => {
  const form = document.querySelector("form[data-files]");
  if (!form) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  const say = (place, words) => {
    place.textContent = words;
    place.hidden = !words;
  };
  const node = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;

  // Where too much comes at once the server asks to come again: so often, after so many milliseconds.
  const TIMES = 60;
  const PAUSE = 5000;
  const send = (file, picture, step, times = TIMES) => new Promise((done, failed) => {
    const body = new FormData();
    body.append("uploads", file);
    if (picture) body.append("picture", "1");
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.files);
    request.setRequestHeader("X-CSRFToken", token);
    request.responseType = "json";
    request.upload.onprogress = (event) => step(event.loaded / event.total);
    const again = () => send(file, picture, step, times - 1).then(done, failed);
    request.onload = () => {
      if (request.status === 200) done(request.response);
      else if (request.status === 503 && times) setTimeout(again, PAUSE);
      else failed(request.response?.message);
    };
    request.onerror = () => failed();
    request.send(body);
  });

  // Attachments: one after the other, each with its progress; a line says what became of it.
  const area = form.querySelector("[data-attachments]");
  const list = area.querySelector("[data-attached]");
  const going = area.querySelector("[data-going]");
  let turn = Promise.resolve();
  area.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || !target.checkValidity()) return;
    for (const file of [...target.files]) {
      const line = document.createElement("li");
      const bar = document.createElement("progress");
      bar.setAttribute("aria-label", file.name);
      line.append(`${file.name} `, bar);
      going.append(line);
      turn = turn.then(() => send(file, false, (share) => { bar.value = share; })).then(({ html }) => {
        list.append(node(html));
        line.remove();
        changed();
      }).catch((words) => {
        line.className = "error";
        line.textContent = `${file.name}：${words || form.dataset.unkept}`;
      });
    }
    target.value = "";
    target.dispatchEvent(new Event("change"));
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=up], button[name=down]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("li");
    if (button.name === "up") line.previousElementSibling?.before(line);
    else line.nextElementSibling?.after(line);
    button.focus();
    changed();
  });

  // Pictures: a dialog asks for the file and for what it shows.
  const dialog = document.querySelector("dialog[data-picture]");
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const note = form.querySelector("[data-status]");
  const editors = new Map();
  let editor;
  const ask = (of, file) => {
    editor = of;
    dialog.querySelector("form").reset();
    say(part("status"), "");
    const at = editor.state.selection.node;
    const image = at?.type.name === "figure" ? at.firstChild : at?.type.name === "image" ? at : null;
    if (image) {
      for (const one of part("choices").querySelectorAll("input")) one.checked = one.value === image.attrs.src;
      part("alt").value = image.attrs.alt || "";
      part("caption").value = at.textContent;
    }
    if (file) {
      const files = new DataTransfer();
      files.items.add(file);
      part("file").files = files.files;
    }
    dialog.showModal();
  };
  part("cancel").addEventListener("click", () => dialog.close());
  part("choices").addEventListener("change", ({ target }) => {
    part("file").value = "";
    part("alt").value ||= target.dataset.shows;
  });
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file] = part("file").files;
    let src = part("choices").querySelector("input:checked")?.value;
    try {
      if (file) {
        const { address, html } = await send(file, true, (share) => say(part("status"), `${Math.round(share * 100)}%`));
        part("choices").prepend(node(html));
        src = address;
      }
      if (!src) throw part("status").dataset.none;
      const alt = part("alt").value.trim();
      const caption = part("caption").value.trim();
      const content = [{ type: "image", attrs: { src, alt } }];
      if (caption) content.push({ type: "caption", content: [{ type: "text", text: caption }] });
      dialog.close();
      editor.chain().focus().insertContent({ type: "figure", content }).run();
    } catch (words) {
      say(part("status"), typeof words === "string" ? words : form.dataset.unkept);
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".prose-menubar button");
    if (button?.textContent !== "image") return;
    event.stopPropagation();
    event.preventDefault();
    ask(editors.get(button.closest(".prose-editor")));
  }, true);

  // What is pasted is cleaned by the server; where that cannot be asked, by the editor alone.
  const paste = async (view, html) => {
    try {
      const body = new URLSearchParams({ html: html.replace(/src="data:[^"]*"/g, 'src="data:"') });
      const headers = { "X-CSRFToken": token };
      const answer = await fetch(form.dataset.paste, { method: "POST", body, headers });
      const said = await answer.json();
      view.pasteHTML(said.html);
      say(note, said.message);
    } catch {
      view.pasteHTML(html);
      say(note, form.dataset.uncleaned);
    }
  };
  const words = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
  const image = (data) => [...data.files].find((file) => file.type.startsWith("image/"));
  document.addEventListener("prose-editor:ready", ({ detail }) => {
    editors.set(detail.textarea.closest(".prose-editor"), detail.editor);
    detail.editor.view.setProps({
      handlePaste(view, { clipboardData: data }) {
        const html = data?.getData("text/html") || "";
        if (!data || html.includes("data-pm-slice")) return false;
        if (image(data) && !words(html)) ask(detail.editor, image(data));
        else if (html) paste(view, html);
        return Boolean(html || image(data));
      },
      handleDrop(view, event) {
        const html = view.dragging ? "" : event.dataTransfer.getData("text/html");
        if (!event.dataTransfer.files.length && !html) return false;
        event.preventDefault();
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (place) detail.editor.commands.setTextSelection(place.pos);
        if (html && words(html)) paste(view, html);
        else if (image(event.dataTransfer)) ask(detail.editor, image(event.dataTransfer));
        return true;
      },
    });
  });
})();
