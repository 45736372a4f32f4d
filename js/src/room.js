// @ts-check
// The room that the panel takes: in its cell, beside the notebook, or all of the screen.

import { button, h, newId } from "./dom.js";
import { clampHeight, clampWidth, keyStep, MAX_HEIGHT, MIN_HEIGHT } from "./sizes.js";

/** @typedef {"cell" | "side" | "full"} View */

const canPop = () => "showPopover" in HTMLElement.prototype;

export class Room {
  /** @type {View} */
  view = "cell";

  /** @type {number | undefined} chosen by the user, in pixels; without one, that of the content */
  #height;

  /** @type {number | undefined} of the panel beside the notebook */
  #width;

  /** @type {AbortController | undefined} ends the listeners of a view */
  #listeners;

  id = newId("panel");
  sideButton = this.#createButton("side", "Beside", "Open beside the notebook");
  fullButton = this.#createButton("full", "Full screen", "Take all of the screen; Escape ends it");
  heightHandle = this.#createHandle("height", "Height of the panel", "horizontal");
  widthHandle = this.#createHandle("width", "Width of the panel", "vertical");
  style = h("style"); // makes room in the notebook
  placeholder = h(
    "p",
    { class: "cs-placeholder", hidden: true },
    "The panel is open beside the notebook. ",
    button("Bring it back", () => this.show("cell")),
  );

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    // In a frame, as VS Code and Colab have for outputs, there is nothing beside the panel.
    this.sideButton.hidden = !canPop() || window !== window.parent;
    this.fullButton.hidden = !document.fullscreenEnabled && this.sideButton.hidden;
  }

  /**
   * Take an element as the panel.
   * @param {HTMLElement} root
   */
  adopt(root) {
    this.root = root;
    root.id = this.id;
    root.dataset.view = this.view;
    root.append(this.heightHandle, this.widthHandle);
  }

  /** @param {View} view */
  async show(view) {
    const { root } = this;
    if (!root) return;
    this.#listeners?.abort();
    this.#listeners = new AbortController();
    if (document.fullscreenElement === root && view !== "full") await document.exitFullscreen();
    if (root.popover) {
      root.hidePopover();
      root.popover = null;
    }
    this.view = view;
    root.dataset.view = view;
    this.sideButton.setAttribute("aria-pressed", String(view === "side"));
    this.fullButton.setAttribute("aria-pressed", String(view === "full"));
    this.placeholder.hidden = view !== "side";
    if (view === "full") await this.#fillScreen(root, this.#listeners.signal);
    if (view === "side") this.#openBeside(root, this.#listeners.signal);
    this.#resize();
  }

  /**
   * Fill the screen, or at least the window where the browser does not allow that.
   * @param {HTMLElement} root
   * @param {AbortSignal} signal
   */
  async #fillScreen(root, signal) {
    try {
      await root.requestFullscreen();
    } catch {
      openOnTop(root);
      return;
    }
    const leave = () => document.fullscreenElement !== root && this.show("cell");
    root.addEventListener("fullscreenchange", leave, { signal });
  }

  /**
   * @param {HTMLElement} root
   * @param {AbortSignal} signal
   */
  #openBeside(root, signal) {
    openOnTop(root);
    addEventListener("resize", () => this.#resize(), { signal });
  }

  #resize() {
    const { root, view } = this;
    if (!root) return;
    root.classList.toggle("cs-sized", view !== "cell" || this.#height !== undefined);
    const { top, right, height, width } = this.#readHost();
    const side = clampWidth(this.#width ?? width / 2, width);
    Object.assign(root.style, {
      height: view === "cell" && this.#height ? `${this.#height}px` : "",
      ...(view === "side"
        ? {
            top: `${top}px`,
            right: `${innerWidth - right}px`,
            width: `${side}px`,
            height: `${height}px`,
          }
        : { top: "", right: "", width: "" }),
    });
    this.style.textContent = view === "side" ? makeRoom(this.id, side) : "";
    this.heightHandle.setAttribute("aria-valuenow", String(Math.round(root.clientHeight)));
    this.widthHandle.setAttribute("aria-valuenow", String(side));
    this.widthHandle.setAttribute("aria-valuemax", String(clampWidth(width, width)));
    this.onChange();
  }

  /** Return the rectangle of the notebook on the page. */
  #readHost() {
    const notebook = this.root?.parentElement?.closest(".jp-NotebookPanel");
    return notebook?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight);
  }

  /**
   * @param {"side" | "full"} view
   * @param {string} label
   * @param {string} title
   */
  #createButton(view, label, title) {
    const icon = h("span", { class: `cs-icon cs-icon-${view}`, "aria-hidden": "true" });
    const element = button(icon, () => this.show(this.view === view ? "cell" : view), {
      class: "cs-view",
      "aria-label": label,
      "aria-pressed": "false",
      title,
    });
    element.append(h("span", { class: "cs-wide-only", "aria-hidden": "true" }, label));
    return element;
  }

  /**
   * @param {"height" | "width"} side
   * @param {string} label
   * @param {"horizontal" | "vertical"} orientation
   */
  #createHandle(side, label, orientation) {
    const [low, high] = side === "height" ? [MIN_HEIGHT, MAX_HEIGHT] : [0, innerWidth];
    return h("div", {
      class: `cs-resizer cs-resizer-${side}`,
      role: "separator",
      tabindex: "0",
      "aria-label": label,
      "aria-orientation": orientation,
      "aria-valuemin": String(low),
      "aria-valuemax": String(high),
      "aria-valuenow": String(low),
      title: "Drag, or use the arrow keys; a double click undoes it",
      onpointerdown: (/** @type {PointerEvent} */ event) => this.#followDrag(side, event),
      ondblclick: () => this.#setSize(side, undefined),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const step = keyStep(event.key, side);
        if (step === null) return;
        event.preventDefault();
        this.#setSize(side, this.#readSize(side) + step);
      },
    });
  }

  /**
   * @param {"height" | "width"} side
   * @param {PointerEvent} event
   */
  #followDrag(side, { target, pointerId, clientX, clientY }) {
    const handle = /** @type {HTMLElement} */ (target);
    const size = this.#readSize(side);
    const controller = new AbortController();
    const { signal } = controller;
    handle.setPointerCapture(pointerId);
    /** @param {PointerEvent} event */
    const move = (event) =>
      this.#setSize(
        side,
        size + (side === "height" ? event.clientY - clientY : clientX - event.clientX),
      );
    handle.addEventListener("pointermove", move, { signal });
    handle.addEventListener("lostpointercapture", () => controller.abort(), { signal });
  }

  /** @param {"height" | "width"} side */
  #readSize(side) {
    const { height = 0, width = 0 } = this.root?.getBoundingClientRect() ?? {};
    return side === "height" ? height : width;
  }

  /**
   * @param {"height" | "width"} side
   * @param {number | undefined} size
   */
  #setSize(side, size) {
    if (side === "height") this.#height = size && clampHeight(size);
    else this.#width = size;
    this.#resize();
  }
}

/**
 * Put an element above the page, out of whatever cuts it off.
 * @param {HTMLElement} root
 */
function openOnTop(root) {
  root.popover = "manual";
  root.showPopover();
}

/**
 * Return the CSS that keeps a notebook's cells beside the panel.
 * @param {string} id - of the panel
 * @param {number} width - in pixels
 */
const makeRoom = (id, width) =>
  `.jp-NotebookPanel:has(#${id}) .jp-Notebook { padding-right: ${width}px !important; }
  body:has(#${id}):not(:has(.jp-NotebookPanel)) { padding-right: ${width}px !important; }`;
