// @ts-check
// Modes of the pointer on the picture, and the row of the toolbar that selects one.

import { h, newId } from "./dom.js";

/** @typedef {"box" | "range" | "lasso" | "move"} ModeName */

/**
 * What a drag over the picture does.
 * @typedef {object} Mode
 * @property {ModeName} name
 * @property {string} label
 * @property {string} title
 */

/** @type {readonly Mode[]} in the order of the toolbar; the first one is active at the start */
export const MODES = [
  { name: "box", label: "Box", title: "Drag on the picture to draw a box" },
  { name: "range", label: "Range", title: "Drag to select a range of x, whatever the height" },
  { name: "lasso", label: "Lasso", title: "Drag around the marks to select" },
  { name: "move", label: "Move", title: "Drag to move the picture, also over a box" },
];

export class ModeRow {
  value = MODES[0].name;
  element = h("fieldset", { class: "cs-modes" });

  /**
   * @param {(mode: ModeName) => void} onChange
   * @param {() => void} onTouch - a finger has selected a mode to draw in
   */
  constructor(onChange, onTouch) {
    this.onChange = onChange;
    this.onTouch = onTouch;
    const group = newId("mode");
    this.element.append(
      h("legend", { class: "cs-visually-hidden" }, "A drag on the picture"),
      ...MODES.map((mode) => this.#createRadio(mode, group)),
    );
  }

  /** @param {ModeName} name */
  select(name) {
    this.value = name;
    for (const input of this.element.querySelectorAll("input"))
      input.checked = input.value === name;
    this.onChange(name);
  }

  /**
   * @param {Mode} mode
   * @param {string} group
   */
  #createRadio({ name, label, title }, group) {
    const input = h("input", {
      type: "radio",
      name: group,
      value: name,
      checked: name === this.value,
      onchange: () => this.select(name),
      onclick: (/** @type {PointerEvent} */ event) => {
        if (event.pointerType === "touch" && name !== "move") this.onTouch();
      },
    });
    return h("label", { class: "cs-mode", title }, input, label);
  }
}
