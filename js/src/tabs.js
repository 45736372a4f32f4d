// @ts-check
// A tab for each picture.

import { h } from "./dom.js";
import { isPrepared, neighborPicture } from "./pictures.js";

/** @import { Panel } from "./panel.js" */
/** @import { Picture } from "./protocol.js" */

export class Tabs {
  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.element = h("div", { class: "cs-tabs", role: "tablist", "aria-label": "Pictures" });
  }

  draw() {
    const { panel, element } = this;
    const isFocused = element.contains(document.activeElement);
    element.replaceChildren(...panel.pictures.map((picture) => this.#tab(picture)));
    if (isFocused) this.#focusSelected();
    for (const picture of panel.pictures)
      if (isPrepared(picture)) panel.messages.requestPixels(picture);
  }

  /** @param {Picture} picture */
  #tab(picture) {
    const { panel } = this;
    const isSelected = picture.id === panel.active.id;
    const remove = () => panel.act({ do: "remove", id: picture.id });
    const element = h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "cs-tab",
        id: panel.stage.tabId(picture),
        "aria-selected": String(isSelected),
        "aria-controls": panel.stage.id,
        tabindex: isSelected ? "0" : "-1",
        title: `${picture.name} (Delete closes it)`,
        onclick: () => panel.showPicture(picture.id),
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#pressKey(event, remove),
      },
      picture.name,
    );
    const close = h("span", { class: "cs-tab-close", title: "Close", onclick: remove }, "×");
    close.setAttribute("aria-hidden", "true"); // from the keyboard, Delete does the same
    return h("span", { class: "cs-tab-place", role: "presentation" }, element, close);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {() => void} remove
   */
  #pressKey({ key }, remove) {
    if (key === "Delete") remove();
    if (key !== "ArrowRight" && key !== "ArrowLeft") return;
    const { pictures, active } = this.panel;
    const step = key === "ArrowRight" ? 1 : -1;
    this.panel.showPicture(neighborPicture(pictures, active.id, step).id);
    this.#focusSelected();
  }

  #focusSelected() {
    /** @type {HTMLElement | null} */ (this.element.querySelector("[aria-selected=true]"))?.focus();
  }
}
