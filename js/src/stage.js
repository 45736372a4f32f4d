// @ts-check
// The active picture with its tools and caption.

import { button, h, newId } from "./dom.js";
import { toPicturePoint } from "./geometry.js";
import { Hover } from "./hover.js";
import { Lights } from "./lights.js";
import { Marks } from "./marks.js";
import { pictureKey } from "./messages.js";
import { ModeRow } from "./modes.js";
import { isPrepared, pictureCaption } from "./pictures.js";
import { followPinch } from "./pinch.js";
import { Pointer } from "./pointer.js";
import {
  BUTTON_STEP,
  clampZoom,
  fitZoom,
  scrollToShare,
  shareAt,
  WHEEL_STEP,
  zoomText,
} from "./zoom.js";

/** @import { Point } from "./geometry.js" */
/** @import { Panel } from "./panel.js" */
/** @import { Picture, PreparedPicture } from "./protocol.js" */

const DEFAULT_HEIGHT = 480; // pixels, if the style sheet sets none

export class Stage {
  zoom = 1;
  isWhole = true; // the whole picture is visible, and stays so when the panel is resized

  image = h("img", { class: "cs-image", draggable: false });
  note = h("p", { class: "cs-note" });
  caption = h("div", { class: "cs-caption" });
  zoomLabel = h("span", { class: "cs-zoom" });
  modes = new ModeRow(
    () => this.#showMode(),
    () => this.setTouchDrawing(true),
  );
  actualSizeButton = button("Actual size", () => this.#toggleActualSize(), {
    title: "As Claude receives it: one pixel of the picture sent for each pixel here",
  });
  touchHint = h("p", { class: "cs-hint", hidden: true }, "Draw with one finger.");
  redrawButton = button("Redraw", () => this.#redraw(), {
    title: "Draw the figure again in its current state",
  });

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.id = newId("stage");
    this.marks = new Marks(panel, this);
    this.lights = new Lights(panel);
    const { lights, marks } = this;
    this.layer = h("div", { class: "cs-layer" }, this.image, lights.element, marks.element);
    this.viewport = h(
      "div",
      { class: "cs-viewport", tabindex: "0", role: "group", "aria-label": "Picture" },
      this.layer,
      this.note,
    );
    this.tools = this.#createTools();
    this.pointer = new Pointer(panel, this);
    this.hover = new Hover(panel, this);
    this.element = h(
      "div",
      { class: "cs-stage", id: this.id, role: "tabpanel" },
      this.tools,
      this.touchHint,
      this.viewport,
      this.caption,
      this.marks.aboutLine,
    );
    this.#showMode();
    this.viewport.addEventListener("keydown", (event) => this.#pressKey(event));
    this.viewport.addEventListener("wheel", (event) => this.#turnWheel(event), { passive: false });
    followPinch(this.viewport, {
      getZoom: () => this.zoom,
      zoomTo: (zoom, place) => this.zoomTo(zoom, place),
    });
  }

  draw() {
    const { panel, layer, note, image, viewport } = this;
    const { picture } = panel;
    const prepared = isPrepared(picture) ? picture : undefined;
    layer.hidden = this.tools.hidden = !prepared;
    note.textContent = picture ? picture.note : "Drop, paste or choose a picture.";
    note.hidden = !note.textContent;
    this.redrawButton.hidden = !picture?.live;
    this.caption.textContent = prepared ? pictureCaption(prepared) : "";
    image.alt = picture?.name ?? "";
    this.#drawPixels(picture);
    viewport.setAttribute("aria-label", picture ? `Picture: ${picture.name}` : "No picture");
    this.element.setAttribute("aria-labelledby", picture ? this.tabId(picture) : "");
    this.fit();
    this.marks.draw();
    this.lights.draw();
  }

  /**
   * Return the id of a picture's tab.
   * @param {Picture} picture
   */
  tabId({ id }) {
    return `${this.id}-${id}`;
  }

  /** Fit the whole picture into the viewport, if it was fitted before or if forced. */
  fit(isForced = false) {
    const { viewport } = this;
    const { picture } = this.panel;
    if (!isPrepared(picture) || !(isForced || this.isWhole) || !viewport.clientWidth) return;
    const { maxHeight } = getComputedStyle(viewport);
    const isStretched = maxHeight === "none" && viewport.closest(".cs-sized") !== null;
    const height = isStretched
      ? viewport.offsetHeight
      : Number.parseFloat(maxHeight) || DEFAULT_HEIGHT;
    const room = { width: viewport.clientWidth, height: height - 2 };
    this.#setZoom(picture, fitZoom(picture, room), true);
  }

  /**
   * @param {number} zoom
   * @param {Point} [place] - on the page, that stays where it is; else the middle
   */
  zoomTo(zoom, place) {
    const { picture } = this.panel;
    if (isPrepared(picture)) this.#setZoom(picture, zoom, false, place);
  }

  /**
   * Let the next drag of one finger draw, as with a mouse. Otherwise it scrolls the page.
   * @param {boolean} isDrawing
   */
  setTouchDrawing(isDrawing) {
    this.viewport.classList.toggle("cs-touch-drawing", isDrawing);
    this.touchHint.hidden = !isDrawing;
  }

  get isTouchDrawing() {
    return this.viewport.classList.contains("cs-touch-drawing");
  }

  /**
   * Return the position of a pointer event in pixels of the original.
   * @param {MouseEvent} event
   * @param {PreparedPicture} picture
   * @returns {Point}
   */
  pointOf({ clientX, clientY }, picture) {
    const rectangle = this.layer.getBoundingClientRect();
    return toPicturePoint([clientX, clientY], rectangle, picture.original);
  }

  /**
   * Return a length on the page in pixels of the original.
   * @param {number} length - in CSS pixels
   */
  toPictureLength(length) {
    const { picture } = this.panel;
    const width = this.layer.getBoundingClientRect().width;
    return isPrepared(picture) && width ? (length * picture.original[0]) / width : length;
  }

  /** @param {Picture | undefined} picture */
  #drawPixels(picture) {
    const url = picture && this.panel.messages.url(pictureKey(picture));
    if (url && this.image.src !== url) this.image.src = url;
    else if (!url) this.image.removeAttribute("src");
  }

  /**
   * Set the zoom, keeping a place in the viewport where it is, by default the middle.
   * @param {PreparedPicture} picture
   * @param {number} zoom
   * @param {boolean} isWhole
   * @param {Point} [place] - on the page
   */
  #setZoom(picture, zoom, isWhole, place) {
    const { viewport, layer } = this;
    const { left, top } = viewport.getBoundingClientRect();
    const placeX = place ? place[0] - left : viewport.clientWidth / 2;
    const placeY = place ? place[1] - top : viewport.clientHeight / 2;
    const across = () => ({ place: placeX, content: layer.offsetWidth });
    const down = () => ({ place: placeY, content: layer.offsetHeight });
    const shareX = shareAt({ scroll: viewport.scrollLeft, ...across() });
    const shareY = shareAt({ scroll: viewport.scrollTop, ...down() });
    this.zoom = clampZoom(zoom);
    this.isWhole = isWhole;
    layer.style.width = `${picture.width * this.zoom}px`;
    layer.style.height = `${picture.height * this.zoom}px`;
    viewport.scrollLeft = scrollToShare(shareX, across());
    viewport.scrollTop = scrollToShare(shareY, down());
    this.zoomLabel.textContent = zoomText(this.zoom);
    this.actualSizeButton.setAttribute("aria-pressed", String(!isWhole && this.zoom === 1));
  }

  #createTools() {
    const zoomIn = () => this.zoomTo(this.zoom * BUTTON_STEP);
    const zoomOut = () => this.zoomTo(this.zoom / BUTTON_STEP);
    return h(
      "div",
      { class: "cs-tools", role: "toolbar", "aria-label": "Picture tools" },
      this.modes.element,
      button("−", zoomOut, { "aria-label": "Zoom out" }),
      this.zoomLabel,
      button("+", zoomIn, { "aria-label": "Zoom in" }),
      button("Fit", () => this.fit(true)),
      this.actualSizeButton,
      button("Add box", () => this.marks.addBoxInMiddle(), {
        title: "Add a box in the middle; move it with the arrow keys",
      }),
      this.redrawButton,
    );
  }

  #redraw() {
    const { active } = this.panel;
    if (active.id !== null) this.panel.act({ do: "redraw", id: active.id });
  }

  #showMode() {
    this.viewport.dataset.mode = this.modes.value; // for the cursor
  }

  #toggleActualSize() {
    if (this.actualSizeButton.getAttribute("aria-pressed") === "true") this.fit(true);
    else this.zoomTo(1);
  }

  /** @param {KeyboardEvent} event */
  #pressKey(event) {
    if (event.target !== this.viewport || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (key === "+" || key === "=") this.zoomTo(this.zoom * BUTTON_STEP);
    else if (key === "-") this.zoomTo(this.zoom / BUTTON_STEP);
    else if (key === "0") this.fit(true);
    else if (key === "b") this.marks.addBoxInMiddle();
    else return;
    event.preventDefault();
  }

  /** @param {WheelEvent} event */
  #turnWheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const zoom = event.deltaY < 0 ? this.zoom * WHEEL_STEP : this.zoom / WHEEL_STEP;
    this.zoomTo(zoom, [event.clientX, event.clientY]);
  }
}
