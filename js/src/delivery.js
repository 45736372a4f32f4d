// @ts-check
// Two folds, filled when opened: delivery methods with the price of a question; uploaded files.

import { button, h, newId } from "./dom.js";

/** @import { Panel } from "./panel.js" */
/** @import { Delivery, UploadedFile } from "./protocol.js" */

export class DeliveryFold {
  /** @type {string | undefined} selected by the user */
  method;

  methods = h("div", { class: "cs-ways" });
  element = h(
    "details",
    { ontoggle: () => this.request() },
    h("summary", {}, "How the picture is sent"),
    this.methods,
  );

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  /** Request a preview from the kernel if the fold is open. */
  request() {
    const { picture, messages } = this.panel;
    if (this.element.open && picture) messages.send({ do: "ways", id: picture.id });
  }

  draw() {
    const preview = this.panel.model.get("_ways");
    this.methods.replaceChildren();
    if (!preview.methods || preview.picture !== this.panel.active.id) return;
    const group = newId("method");
    this.methods.append(
      ...preview.methods.map((delivery) => this.#row(delivery, group)),
      h("p", { class: "cs-price" }, `A question: ${preview.price}`),
    );
  }

  /**
   * @param {Delivery} delivery
   * @param {string} group
   */
  #row({ method, possible, what }, group) {
    const activeMethod = this.method ?? this.panel.model.get("_about").method;
    const radio = h("input", {
      type: "radio",
      name: group,
      checked: method === activeMethod,
      disabled: !possible,
      onchange: () => {
        this.method = method;
      },
    });
    return h(
      "label",
      { class: possible ? "cs-way" : "cs-way cs-impossible" },
      radio,
      h("strong", {}, method),
      h("span", { class: "cs-way-what" }, what),
    );
  }
}

export class UploadedFilesFold {
  files = h("div", { class: "cs-files" });
  element = h(
    "details",
    { ontoggle: () => this.element.open && this.panel.messages.send({ do: "files" }) },
    h("summary", {}, "Uploaded files"),
    this.files,
  );

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  draw() {
    const rows = this.panel.model.get("_files").map((file) => this.#row(file));
    const hint = rows.length ? undefined : h("p", { class: "cs-hint" }, "Nothing is uploaded.");
    this.files.replaceChildren(...rows, ...(hint ? [hint] : []));
  }

  /** @param {UploadedFile} file */
  #row({ id, name, size, expires }) {
    const remove = () => this.panel.act({ do: "delete file", id });
    const kilobytes = Math.ceil(size / 1000).toLocaleString();
    return h(
      "div",
      { class: "cs-file" },
      h("span", { title: id }, `${name} · ${kilobytes} kB · until ${expires}`),
      button("Delete", remove, { "aria-label": `Delete ${name}` }),
    );
  }
}
