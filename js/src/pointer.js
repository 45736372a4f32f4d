// @ts-check
// Using the pointer on the picture: drawing, moving and resizing boxes, scrolling, naming marks.

import { isMovable } from "./boxes.js";
import { closest, newId } from "./dom.js";
import { Drag } from "./drag.js";
import { boxCenter, boxStyle, isTooSmall } from "./geometry.js";
import { drawLasso } from "./lasso.js";
import { isPrepared } from "./pictures.js";

/** @import { UserBox } from "./boxes.js" */
/** @import { Box, Corner, Point } from "./geometry.js" */
/** @import { Panel } from "./panel.js" */
/** @import { MarkMessage, PreparedPicture } from "./protocol.js" */
/** @import { Stage } from "./stage.js" */

// CSS pixels from which a mark is still reached.
const MOUSE_REACH = 7;
const FINGER_REACH = 20;

/** The box that a finger can drag; elsewhere it scrolls. */
const DRAGGED_BOX = '.cs-box[aria-pressed="true"]:has(.cs-handle)';

export class Pointer {
  #markKey = ""; // of the latest request; answers to earlier ones are ignored
  #reach = MOUSE_REACH;

  /**
   * @param {Panel} panel
   * @param {Stage} stage
   */
  constructor(panel, stage) {
    this.panel = panel;
    this.stage = stage;
    stage.layer.addEventListener("pointerdown", (event) => this.#press(event));
    stage.layer.addEventListener("dblclick", (event) => this.#doubleClick(event));
  }

  /**
   * Request the mark in the middle of a box.
   * @param {UserBox} userBox
   */
  requestMarkInBox({ box }) {
    const { picture } = this.panel;
    if (isPrepared(picture)) this.#requestMark(picture, boxCenter(box));
  }

  /** @param {MarkMessage} message */
  receiveMark({ id, key, mark, reason, ask }) {
    const { panel, stage } = this;
    if (id !== panel.active.id || key !== this.#markKey) return;
    if (!mark) {
      this.#leaveBoxes();
      panel.announce(reason);
      return;
    }
    stage.marks.selectOrAdd(mark.text, mark.box);
    panel.composer.suggest(`What does this ${mark.text} tell?`);
    panel.announce(mark.text);
    if (ask) panel.composer.askTyped();
  }

  /**
   * @param {PreparedPicture} picture
   * @param {Point} point
   */
  #requestMark({ id }, [x, y], ask = false) {
    this.#markKey = newId("mark");
    const reach = this.stage.toPictureLength(this.#reach);
    this.panel.act({ do: "mark", id, x, y, reach, ask, key: this.#markKey });
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const { panel, stage } = this;
    const { picture } = panel;
    stage.viewport.focus({ preventScroll: true });
    if (!isPrepared(picture) || event.button !== 0 || closest(event, ".cs-region")) return;
    this.#reach = event.pointerType === "touch" ? FINGER_REACH : MOUSE_REACH;
    const boxElement = closest(event, ".cs-box");
    const userBox = panel.boxes
      .onPicture(picture.id)
      .find(({ key }) => key === boxElement?.dataset.key);
    const isTouch = event.pointerType === "touch";
    const isScroll = isTouch && !stage.isTouchDrawing && !closest(event, DRAGGED_BOX);
    const drag = new Drag({
      page: [event.clientX, event.clientY],
      point: stage.pointOf(event, picture),
      size: picture.original,
      mode: isScroll ? "scroll" : stage.modes.value,
      box: userBox && isMovable(userBox) ? userBox.box : undefined,
      corner: /** @type {Corner | undefined} */ (closest(event, "[data-corner]")?.dataset.corner),
    });
    this.#followDrag(drag, picture, userBox);
    event.preventDefault();
  }

  /**
   * Follow the pointer until it is released. Each frame changes the style of one element only.
   * @param {Drag} drag
   * @param {PreparedPicture} picture
   * @param {UserBox | undefined} pressedBox
   */
  #followDrag(drag, picture, pressedBox) {
    const { marks, viewport } = this.stage;
    let draggedBox = drag.press.box && pressedBox;
    const scrollStart = [viewport.scrollLeft, viewport.scrollTop];
    const controller = new AbortController();
    let frame = 0;
    let hasMoved = false;

    /**
     * @param {Box} box
     * @param {Point[] | undefined} points
     */
    const placeBox = (box, points = undefined) => {
      const { mode } = drag.press;
      const shape = mode === "range" || mode === "lasso" ? { kind: mode } : {};
      if (!hasMoved && draggedBox) this.panel.boxes.remember(picture.id);
      hasMoved = true;
      draggedBox ??= marks.addBox(box, undefined, shape);
      if (!draggedBox) return;
      Object.assign(draggedBox, { box, points });
      const element = marks.elementOf(draggedBox.key);
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (!element) return;
        Object.assign(element.style, boxStyle(box, picture.original));
        drawLasso(element, { box, points });
      });
    };
    /** @param {PointerEvent} event */
    const move = (event) => {
      const step = drag.move([event.clientX, event.clientY], this.stage.pointOf(event, picture));
      if (step?.kind === "box") placeBox(step.box, step.points);
      if (step?.kind !== "pan") return;
      viewport.scrollLeft = scrollStart[0] - step.by[0];
      viewport.scrollTop = scrollStart[1] - step.by[1];
    };
    const stop = () => {
      controller.abort();
      cancelAnimationFrame(frame);
    };
    const { signal } = controller;
    const end = () => {
      stop();
      if (drag.isClick) this.#click(picture, pressedBox, drag.press.point);
      else if (draggedBox && drag.press.mode !== "move") this.#endDrag(draggedBox);
    };
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", end, { signal });
    addEventListener("pointercancel", stop, { signal });
  }

  /** @param {UserBox} userBox */
  #endDrag(userBox) {
    this.stage.setTouchDrawing(false);
    const { marks } = this.stage;
    if (isTooSmall(userBox.box)) marks.removeBox(userBox);
    else marks.focusBox(userBox.key);
  }

  /**
   * A click on the selected box goes through to the mark under it.
   * @param {PreparedPicture} picture
   * @param {UserBox | undefined} userBox
   * @param {Point} point
   */
  #click(picture, userBox, point) {
    const isThrough = !userBox || this.panel.boxes.selectedKey === userBox.key;
    if (userBox) this.stage.marks.focusBox(userBox.key);
    if (isThrough) this.#clickPicture(picture, point);
  }

  /**
   * @param {PreparedPicture} picture
   * @param {Point} point
   */
  #clickPicture(picture, point) {
    if (picture.live) this.#requestMark(picture, point);
    else this.#leaveBoxes();
  }

  /**
   * Ask about a mark. This takes a double click because it costs money; a click only names the mark.
   * @param {MouseEvent} event
   */
  #doubleClick(event) {
    const { picture } = this.panel;
    if (!isPrepared(picture) || !picture.live) return;
    if (this.stage.modes.value === "move" || closest(event, ".cs-region")) return;
    this.#requestMark(picture, this.stage.pointOf(event, picture), true);
  }

  #leaveBoxes() {
    this.stage.marks.select(null);
    if (this.panel.hasFocus) this.stage.viewport.focus({ preventScroll: true });
  }
}
