// @ts-check
// A button that opens a menu.

import { button, h, newId } from "./dom.js";

const MARGIN = 8; // pixels between the menu and the edges of the window

/** @typedef {{ name: string, about: string }} MenuItem */

export class Menu {
  list = h("div", { class: "cs-menu", role: "menu", id: newId("menu"), hidden: true });

  /** @type {AbortController | undefined} ends the listeners of the open menu */
  #open;

  /**
   * @param {string} label
   * @param {(name: string) => void} onSelect
   */
  constructor(label, onSelect) {
    this.onSelect = onSelect;
    this.button = button(`${label} ▾`, () => this.setOpen(!this.#open), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "aria-label": label,
    });
    // The top layer: the panel and the notebook's cells cut off what reaches beyond them.
    this.list.setAttribute("popover", "manual");
    this.list.setAttribute("aria-label", label);
    this.element = h(
      "span",
      { onkeydown: (/** @type {KeyboardEvent} */ event) => this.#pressKey(event) },
      this.button,
      this.list,
    );
  }

  /** @param {MenuItem[]} items */
  setItems(items) {
    this.list.replaceChildren(
      ...items.map(({ name, about }) => {
        const select = () => {
          this.setOpen(false);
          this.onSelect(name);
        };
        const title = name[0].toUpperCase() + name.slice(1);
        const text = h("span", { class: "cs-hint" }, about);
        return h(
          "button",
          { type: "button", role: "menuitem", tabindex: "-1", onclick: select },
          h("strong", {}, title),
          text,
        );
      }),
    );
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    const { list } = this;
    this.#open?.abort();
    this.#open = undefined;
    this.button.setAttribute("aria-expanded", String(isOpen));
    list.hidden = !isOpen;
    if (!isOpen) return;
    this.#open = new AbortController();
    const { signal } = this.#open;
    list.showPopover?.();
    this.#place();
    const closeOutside = (/** @type {Event} */ event) => {
      if (!event.composedPath().includes(this.element)) this.setOpen(false);
    };
    addEventListener("pointerdown", closeOutside, { capture: true, signal });
    addEventListener("focusin", closeOutside, { capture: true, signal });
    addEventListener("scroll", () => this.#place(), { capture: true, signal });
    addEventListener("resize", () => this.#place(), { signal });
    this.#items[0]?.focus({ preventScroll: true });
  }

  get #items() {
    return [.../** @type {NodeListOf<HTMLButtonElement>} */ (this.list.querySelectorAll("button"))];
  }

  /** Place the list above or below the button, wherever there is more room. */
  #place() {
    const { list } = this;
    const { left, top, bottom } = this.button.getBoundingClientRect();
    const isAbove = top > innerHeight - bottom;
    const room = (isAbove ? top : innerHeight - bottom) - 2 * MARGIN;
    Object.assign(list.style, {
      left: `${Math.max(MARGIN, Math.min(left, innerWidth - list.offsetWidth - MARGIN))}px`,
      top: isAbove ? "auto" : `${bottom + 4}px`,
      bottom: isAbove ? `${innerHeight - top + 4}px` : "auto",
      maxHeight: `${room}px`,
    });
  }

  /** @param {KeyboardEvent} event */
  #pressKey(event) {
    const { key } = event;
    if (!this.#open) {
      if (key === "ArrowDown" || key === "ArrowUp") this.setOpen(true);
      else return;
    } else if (key === "Escape") {
      this.setOpen(false);
      this.button.focus();
    } else if (key === "Tab") {
      this.setOpen(false);
      return;
    } else if (!this.#move(key)) return;
    event.preventDefault();
  }

  /**
   * Move the focus among the items; return false for a key that does not.
   * @param {string} key
   */
  #move(key) {
    const items = this.#items;
    const index = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    /** @type {Record<string, number>} */
    const targets = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 };
    if (!(key in targets)) return false;
    items.at(targets[key] % items.length)?.focus();
    return true;
  }
}
