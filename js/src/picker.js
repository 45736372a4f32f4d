// @ts-check
// Opening more pictures: variables, files, URLs.

import { button, h, newId } from "./dom.js";
import { thumbnailKey } from "./messages.js";

/** @import { Panel } from "./panel.js" */
/** @import { Variable } from "./protocol.js" */

const MAX_THUMBNAILS = 24;

export class Picker {
  id = newId("add");
  variables = h("div", { class: "cs-variables", role: "group", "aria-label": "Variables" });
  toggle = button("+ Add", () => this.setOpen(Boolean(this.element.hidden)), {
    class: "cs-add-toggle",
    "aria-expanded": "false",
    "aria-controls": this.id,
  });
  element = h("div", { class: "cs-add", id: this.id, hidden: true });

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    const hint = "or drop or paste a picture anywhere on the panel";
    const row = h(
      "div",
      { class: "cs-add-row" },
      this.#createFileButton(),
      this.#createUrlForm(),
      h("span", { class: "cs-hint" }, hint),
    );
    this.element.append(this.variables, row);
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    this.element.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    this.requestThumbnails();
  }

  close() {
    this.setOpen(false);
    this.toggle.focus();
  }

  /** Request the thumbnails, which a cell may have changed, if the picker is open. */
  requestThumbnails() {
    if (this.element.hidden) return;
    const names = this.panel.model.get("_variables").map(({ name }) => name);
    this.panel.messages.send({ do: "thumbnails", names: names.slice(0, MAX_THUMBNAILS) });
  }

  draw() {
    const variables = this.panel.model.get("_variables");
    this.variables.replaceChildren(
      ...variables.map((variable) => this.#createVariableButton(variable)),
    );
    if (variables.length) return;
    this.variables.append(h("p", { class: "cs-hint" }, "No variable holds a picture yet."));
  }

  /** @param {Variable} variable */
  #createVariableButton({ name, kind }) {
    const src = this.panel.messages.url(thumbnailKey(name));
    const thumbnail = src ? h("img", { src, alt: "" }) : h("span", { class: "cs-no-picture" });
    const onclick = () => this.panel.act({ do: "add variable", name });
    const text = h("span", {}, h("strong", {}, name), ` ${kind}`);
    return h("button", { type: "button", class: "cs-variable", onclick }, thumbnail, text);
  }

  #createFileButton() {
    const input = h("input", {
      type: "file",
      accept: "image/*,.heic,.heif,.svg,.pdf",
      multiple: true,
      class: "cs-visually-hidden",
      onchange: () => {
        this.panel.transfers.send([...(input.files ?? [])]);
        input.value = "";
      },
    });
    return h("label", { class: "cs-file-button" }, input, "Choose a file");
  }

  #createUrlForm() {
    const input = h("input", { type: "url", placeholder: "https://…", "aria-label": "Address" });
    const open = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (input.value) this.panel.act({ do: "add url", url: input.value });
      input.value = "";
    };
    return h("form", { class: "cs-url", onsubmit: open }, input, h("button", {}, "Open"));
  }
}
