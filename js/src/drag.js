// @ts-check
// A press of the pointer on the picture, until it is released. No DOM.

import { boundPoints, moveBox, resizeBox, spanBox } from "./geometry.js";

/** @import { Box, Corner, Point, Size } from "./geometry.js" */
/** @import { ModeName } from "./modes.js" */

const CLICK_DISTANCE = 4; // pixels on the page; hands are not steady

/**
 * Where the pointer was pressed, and on what.
 * @typedef {object} Press
 * @property {Point} page - position in pixels of the page
 * @property {Point} point - the same in pixels of the picture's original
 * @property {Size} size - of the picture's original
 * @property {ModeName | "scroll"} mode - "scroll" leaves the drag to the browser
 * @property {Box} [box] - the box under the pointer
 * @property {Corner} [corner] - that box's corner under the pointer
 */

/**
 * The effect of a pointer move: scroll by a number of page pixels, or place a box.
 * @typedef {{ kind: "pan", by: Point } | { kind: "box", box: Box, points?: Point[] }} DragStep
 */

/** A press that turns into a drag once the pointer has moved far enough; otherwise, a click. */
export class Drag {
  /** @param {Press} press */
  constructor(press) {
    this.press = press;
    this.isClick = true;
    /** @type {Point[]} the corners of a lasso so far */
    this.points = [press.point];
  }

  /**
   * Return the effect of a pointer move, or null while the press may still be a click.
   * @param {Point} page
   * @param {Point} point - the same in pixels of the picture's original
   * @returns {DragStep | null}
   */
  move(page, point) {
    const { press } = this;
    /** @type {Point} */
    const pageBy = [page[0] - press.page[0], page[1] - press.page[1]];
    if (this.isClick && Math.hypot(...pageBy) < CLICK_DISTANCE) return null;
    this.isClick = false;
    if (press.mode === "scroll") return null;
    if (press.mode === "move") return { kind: "pan", by: pageBy };
    if (press.box) return { kind: "box", box: this.#dragBox(point) };
    if (press.mode === "range") {
      const [[left], [right]] = [press.point, point];
      return { kind: "box", box: spanBox([left, 0], [right, press.size[1]]) };
    }
    if (press.mode !== "lasso") return { kind: "box", box: spanBox(press.point, point) };
    this.points = [...this.points, point];
    return { kind: "box", box: boundPoints(this.points), points: this.points };
  }

  /**
   * @param {Point} point
   * @returns {Box}
   */
  #dragBox(point) {
    const { press } = this;
    if (!press.box) return spanBox(press.point, point);
    /** @type {Point} */
    const by = [point[0] - press.point[0], point[1] - press.point[1]];
    if (press.corner) return resizeBox(press.box, press.corner, by, press.size);
    return moveBox(press.box, by, press.size);
  }
}
