// @ts-check
// The user's boxes and Claude's regions on the picture, and the line about the selected box.

import { describeBox, isMovable, nudgeBox } from "./boxes.js";
import { button, h, newId } from "./dom.js";
import { boxStyle, CORNERS, clampBox, growPoint, isPoint, middleBox } from "./geometry.js";
import { drawLasso } from "./lasso.js";
import { isPrepared, latestRegions } from "./pictures.js";
import { Selection } from "./selection.js";

/** @import { UserBox } from "./boxes.js" */
/** @import { Box } from "./geometry.js" */
/** @import { Panel } from "./panel.js" */
/** @import { FromKernel, PreparedPicture, Region } from "./protocol.js" */
/** @import { Stage } from "./stage.js" */

const LIVE_HINT = "Drag to draw a box; click a mark to name it, double-click to ask.";
const PICTURE_HINT = "A picture has no marks: drag to draw a box and ask about a part.";

export class Marks {
  #hasRegions; // of the latest answer, on the active picture

  /**
   * @param {Panel} panel
   * @param {Stage} stage
   */
  constructor(panel, stage) {
    this.panel = panel;
    this.stage = stage;
    this.element = h("div", { class: "cs-marks" });
    this.aboutLine = h("div", { class: "cs-about" });
    this.selection = new Selection(panel);
    this.#hasRegions = false;
  }

  draw() {
    const { element, panel } = this;
    const { activeElement } = document;
    const focusedKey =
      activeElement instanceof HTMLElement && element.contains(activeElement)
        ? activeElement.dataset.key
        : undefined;
    element.replaceChildren();
    const { picture } = panel;
    if (!isPrepared(picture)) return;
    const regions = latestRegions(panel.turns.ended, picture);
    this.#hasRegions = regions.length > 0;
    if (!this.selection.areRegionsHidden)
      for (const region of regions) element.append(this.#createRegionElement(picture, region));
    panel.boxes.onPicture(picture.id).forEach((userBox, index) => {
      element.append(this.#createBoxElement(picture, userBox, index + 1));
    });
    if (focusedKey) this.elementOf(focusedKey)?.focus();
    this.drawAboutLine();
    this.selection.send();
  }

  drawAboutLine() {
    const { panel, aboutLine } = this;
    const { picture, selectedBox } = panel;
    aboutLine.replaceChildren();
    if (!isPrepared(picture)) return;
    if (!selectedBox) {
      const reason = this.stage.hover?.reasons.get(picture.id);
      const hint = reason ?? (picture.live ? LIVE_HINT : PICTURE_HINT);
      aboutLine.append(h("span", { class: "cs-hint" }, `About the whole picture. ${hint}`));
      aboutLine.append(...this.selection.createTools(this.#hasRegions));
      return;
    }
    aboutLine.append(
      h("span", { class: "cs-chip" }, describeBox(selectedBox)),
      button("About the whole", () => this.select(null)),
      button("Delete box", () => this.removeBox(selectedBox)),
    );
    if (picture.live && !selectedBox.label)
      aboutLine.append(
        button("Name the mark", () => this.stage.pointer.requestMarkInBox(selectedBox)),
      );
    aboutLine.append(...this.selection.createTools(this.#hasRegions));
  }

  /**
   * Return the element of a box or region.
   * @param {string} key
   * @returns {HTMLElement | null}
   */
  elementOf(key) {
    return this.element.querySelector(`[data-key="${key}"]`);
  }

  /**
   * Select the box that the next question is about; null selects the whole picture.
   * @param {string | null} key
   */
  select(key) {
    const { panel } = this;
    panel.boxes.selectedKey = key;
    this.draw();
    panel.composer.drawSubject();
    const { picture, selectedBox } = panel;
    if (picture?.live && selectedBox && !selectedBox.label)
      panel.messages.send({
        do: "where",
        id: picture.id,
        key: selectedBox.key,
        box: selectedBox.box,
      });
  }

  /** @param {string} key */
  focusBox(key) {
    this.select(key);
    this.elementOf(key)?.focus({ preventScroll: true });
  }

  /**
   * Add a box to the active picture, and select it.
   * @param {Box} box
   * @param {string} [label]
   * @param {Pick<UserBox, "kind" | "points">} [shape]
   * @returns {UserBox | undefined}
   */
  addBox(box, label, shape = {}) {
    const { picture, boxes } = this.panel;
    if (!isPrepared(picture)) return undefined;
    const userBox = { key: newId("box"), box: clampBox(box, picture.original), label, ...shape };
    boxes.add(picture.id, userBox);
    this.select(userBox.key);
    return userBox;
  }

  addBoxInMiddle() {
    const { picture } = this.panel;
    const userBox = isPrepared(picture) && this.addBox(middleBox(picture.original));
    if (userBox) this.focusBox(userBox.key);
  }

  /**
   * Select the box with this label, or add one.
   * @param {string} label
   * @param {Box} box
   */
  selectOrAdd(label, box) {
    const { boxes, active } = this.panel;
    const userBox = boxes.withLabel(active.id, label);
    if (userBox) this.select(userBox.key);
    else this.addBox(box, label);
  }

  /** @param {UserBox} userBox */
  removeBox({ key }) {
    const { boxes, active } = this.panel;
    if (active.id !== null) boxes.remove(active.id, key);
    this.select(null);
    this.stage.viewport.focus();
  }

  /** @param {FromKernel["where"]} message */
  receiveWhere({ id, key, where }) {
    const userBox = this.panel.boxes.onPicture(id).find((box) => box.key === key);
    if (userBox) userBox.where = where;
    this.drawAboutLine();
    if (userBox && this.elementOf(key) === document.activeElement)
      this.panel.announce(describeBox(userBox));
  }

  /**
   * Select a region and suggest a question about it.
   * @param {Region} region
   */
  askAboutRegion({ label, bounds }) {
    const { picture, composer } = this.panel;
    if (isPrepared(picture)) this.selectOrAdd(label, growPoint(bounds, picture.original));
    composer.suggest(`Tell me more about: ${label}`);
  }

  /**
   * @param {PreparedPicture} picture
   * @param {UserBox} userBox
   * @param {number} number
   */
  #createBoxElement(picture, userBox, number) {
    const { boxes } = this.panel;
    const isSelected = userBox.key === boxes.selectedKey;
    const name = userBox.label ? `Box ${number}: ${userBox.label}` : `Box ${number}`;
    const moves = "Arrow keys move it, Shift with arrow keys resizes it, ";
    const keys = `${isMovable(userBox) ? moves : ""}Delete removes it, Enter asks.`;
    const element = h("div", {
      class: userBox.kind ? `cs-box cs-${userBox.kind}` : "cs-box",
      role: "button",
      tabindex: "0",
      "aria-pressed": String(isSelected),
      "aria-label": `${name}. ${keys}`,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#pressKey(userBox, picture, event),
      onfocus: () => boxes.selectedKey !== userBox.key && this.select(userBox.key),
    });
    element.dataset.key = userBox.key;
    for (const corner of isMovable(userBox) ? CORNERS : []) {
      const handle = h("span", { class: `cs-handle cs-${corner}` });
      handle.dataset.corner = corner;
      element.append(handle);
    }
    Object.assign(element.style, boxStyle(userBox.box, picture.original));
    drawLasso(element, userBox);
    return element;
  }

  /**
   * @param {UserBox} userBox
   * @param {PreparedPicture} picture
   * @param {KeyboardEvent} event
   */
  #pressKey(userBox, picture, event) {
    const { key } = event;
    const box = nudgeBox(userBox.box, event, picture.original);
    if (key === "Delete" || key === "Backspace") this.removeBox(userBox);
    else if (key === "Enter") this.panel.composer.focus();
    else if (key === "Escape") this.stage.viewport.focus();
    else if (box && userBox.label !== undefined) this.panel.announce("A named mark stays there.");
    else if (box && !isMovable(userBox)) this.panel.announce(`A ${userBox.kind} stays there.`);
    else if (box) {
      this.panel.boxes.remember(picture.id);
      userBox.box = box;
      this.select(userBox.key);
      this.panel.announce(describeBox(userBox));
    } else return;
    event.preventDefault();
  }

  /**
   * @param {PreparedPicture} picture
   * @param {Region} region
   */
  #createRegionElement(picture, region) {
    const { bounds, label, number, sentence } = region;
    const [left, top] = bounds;
    const [width, height] = picture.original;
    const content = h("span", { class: "cs-number" }, String(number));
    const element = button(content, () => this.askAboutRegion(region), {
      class: isPoint(bounds) ? "cs-region cs-point" : "cs-region",
      "aria-label": `Region ${number}, ${label}: ${sentence}`,
    });
    element.dataset.key = `region-${number}`;
    const tip = h("span", { class: "cs-tip", "aria-hidden": "true" });
    tip.append(h("strong", {}, label), ` ${sentence}`);
    // Near an edge of the picture the tip would be cut off.
    tip.classList.toggle("cs-below", top / height < 0.3);
    tip.classList.toggle("cs-to-left", left / width > 0.5);
    element.classList.toggle("cs-at-top", top / height < 0.05);
    element.append(tip);
    Object.assign(element.style, boxStyle(bounds, picture.original));
    return element;
  }
}
