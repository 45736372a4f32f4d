// @ts-check
// One press of the pointer on the picture, until it is let go. No DOM.

import { moveBox, resizeBox, spanBox } from "./geometry.js";

/** @import { Box, Corner, Point, Size } from "./geometry.js" */

const CLICK_DISTANCE = 4; // pixels of the page that a hand may tremble in a click

/**
 * What was pressed, and where.
 * @typedef {object} Press
 * @property {Point} page - where, in pixels of the page
 * @property {Point} point - the same in pixels of the picture's original
 * @property {Size} size - of the picture's original
 * @property {boolean} pan - dragging moves the picture, except from a box
 * @property {Box} [box] - the box under the pointer
 * @property {Corner} [corner] - that box's corner under the pointer
 */

/**
 * What a move of the pointer does: scrolls by so many pixels of the page, or gives a box its place.
 * @typedef {{ kind: "pan", by: Point } | { kind: "box", box: Box }} DragStep
 */

/** A press that becomes a drag once the pointer has moved far enough; else it is a click. */
export class Drag {
  /** @param {Press} press */
  constructor(press) {
    this.press = press;
    this.isClick = true;
  }

  /**
   * Take a move of the pointer; return what it does, or null while it may still be a click.
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
    if (!press.box && press.pan) return { kind: "pan", by: pageBy };
    return { kind: "box", box: this.#dragBox(point) };
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
