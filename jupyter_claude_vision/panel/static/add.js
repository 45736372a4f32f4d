// More pictures: variables, files, addresses, the clipboard.

const MOST_THUMBNAILS = 24;

function makeAdd(view) {
  const id = newId("add");
  const grid = h("div", { class: "cs-variables", role: "group", "aria-label": "Variables" });
  const file = h("input", {
    type: "file",
    accept: "image/*,.heic,.heif,.svg,.pdf",
    multiple: true,
    class: "cs-visually-hidden",
    onchange: () => {
      sendFiles(view, file.files);
      file.value = "";
    },
  });
  const url = h("input", { type: "url", placeholder: "https://…", "aria-label": "Address" });
  const form = h(
    "form",
    {
      class: "cs-url",
      onsubmit: (event) => {
        event.preventDefault();
        if (url.value) view.send({ do: "add url", url: url.value });
        url.value = "";
      },
    },
    url,
    h("button", {}, "Open"),
  );
  const element = h(
    "div",
    { class: "cs-add", id, hidden: true },
    grid,
    h(
      "div",
      { class: "cs-add-row" },
      h("label", { class: "cs-file-button" }, file, "Choose a file"),
      form,
      h("span", { class: "cs-hint" }, "or drop or paste a picture anywhere on the panel"),
    ),
  );
  const toggle = button("+ Add", () => add.open(element.hidden), {
    class: "cs-add-toggle",
    "aria-expanded": "false",
    "aria-controls": id,
  });
  const add = { element, toggle };
  add.open = (open) => {
    element.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    add.refresh();
  };
  add.refresh = () => {
    if (element.hidden) return;
    const names = view.model.get("_variables").map((one) => one.name);
    view.send({ do: "thumbnails", names: names.slice(0, MOST_THUMBNAILS) });
  };
  add.draw = () => {
    const list = view.model.get("_variables");
    grid.replaceChildren(
      ...list.map(({ name, kind }) => {
        const source = view.shared.url(`variable/${name}`);
        const picture = source
          ? h("img", { src: source, alt: "" })
          : h("span", { class: "cs-no-picture" });
        const open = () => view.send({ do: "add variable", name });
        const text = h("span", {}, h("strong", {}, name), ` ${kind}`);
        return h("button", { type: "button", class: "cs-variable", onclick: open }, picture, text);
      }),
    );
    if (!list.length) grid.append(h("p", { class: "cs-hint" }, "No variable holds a picture yet."));
  };
  return add;
}

function receiveFiles(view, root) {
  const images = (list) => [...(list ?? [])].filter((file) => file.type.startsWith("image/"));
  root.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    root.classList.add("cs-dropping");
  });
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget)) root.classList.remove("cs-dropping");
  });
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    root.classList.remove("cs-dropping");
    sendFiles(view, event.dataTransfer.files);
  });
  root.addEventListener("paste", (event) => {
    const files = images(event.clipboardData?.files);
    if (!files.length) return; // words, for the question
    event.preventDefault();
    event.stopPropagation();
    sendFiles(view, files);
  });
}

async function sendFiles(view, files) {
  for (const file of files) await sendFile(view, file);
}

// Front ends drop large messages without a word, so a file goes in pieces, each when the one
// before it has arrived.
async function sendFile(view, file) {
  const key = `${Date.now()}-${newId("file")}`;
  const name = file.name || "pasted picture";
  const { piece } = view.model.get("_about");
  const bar = h("progress", { max: 1, value: 0, "aria-label": `Sending ${name}` });
  const cancel = new AbortController();
  const row = h("div", { class: "cs-progress" }, h("span", {}, name), bar);
  row.append(button("Cancel", () => cancel.abort()));
  view.problem.before(row);
  const step = (message, buffers) => {
    const answer = view.shared.answerTo(key);
    view.send({ key, ...message }, buffers);
    return answer;
  };
  try {
    await step({ do: "begin file", name, size: file.size });
    for (let at = 0; at < file.size; at += piece) {
      if (cancel.signal.aborted) {
        view.send({ do: "forget file", key });
        break;
      }
      const bytes = await file.slice(at, at + piece).arrayBuffer();
      bar.value = (await step({ do: "piece", at }, [bytes])) / file.size;
    }
  } catch (error) {
    if (error.message !== "refused") showProblem(view, `${name}: ${error.message}`);
  } finally {
    row.remove();
  }
}
