// @ts-check
// The boxes that the user draws, and the one that the next question is about. No DOM.

import { moveBox, resizeBox } from "./geometry.js";

/** @import { Box, Point, Size } from "./geometry.js" */

/**
 * A box that the user has drawn.
 * @typedef {object} UserBox
 * @property {string} key - unique on the page
 * @property {Box} box - in pixels of the picture's original
 * @property {string} [label] - of the mark or region inside it
 * @property {string} [where] - the box in data coordinates, for a live figure
 */

/** The boxes on all pictures of a panel; at most one box is selected. */
export class UserBoxes {
  /** @type {Map<string, UserBox[]>} */
  #boxes = new Map();

  /** @type {string | null} key of the box that the next question is about */
  selectedKey = null;

  /**
   * @param {string | null} pictureId
   * @returns {UserBox[]}
   */
  onPicture(pictureId) {
    return (pictureId !== null && this.#boxes.get(pictureId)) || [];
  }

  /** @param {string | null} pictureId */
  selectedOn(pictureId) {
    return this.onPicture(pictureId).find(({ key }) => key === this.selectedKey);
  }

  /**
   * Return the box around the mark or region with this label, if there is one.
   * @param {string | null} pictureId
   * @param {string} label
   */
  withLabel(pictureId, label) {
    return this.onPicture(pictureId).find((box) => box.label === label);
  }

  /**
   * @param {string} pictureId
   * @param {UserBox} box
   */
  add(pictureId, box) {
    this.#boxes.set(pictureId, [...this.onPicture(pictureId), box]);
    this.selectedKey = box.key;
  }

  /**
   * Add the box of a question that was asked elsewhere, unless it is there; the selection stays.
   * @param {string} pictureId
   * @param {UserBox} box
   */
  include(pictureId, box) {
    const boxes = this.onPicture(pictureId);
    const isHere = boxes.some((other) => other.box.every((side, index) => side === box.box[index]));
    if (!isHere) this.#boxes.set(pictureId, [...boxes, box]);
  }

  /**
   * @param {string} pictureId
   * @param {string} key
   */
  remove(pictureId, key) {
    const others = this.onPicture(pictureId).filter((box) => box.key !== key);
    this.#boxes.set(pictureId, others);
    if (this.selectedKey === key) this.selectedKey = null;
  }
}

/** @type {Record<string, Point>} */
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Return the box after an arrow key: moved, or resized where Shift is held. Any other key gives null.
 * @param {Box} box
 * @param {{ key: string, shiftKey: boolean }} event
 * @param {Size} size
 * @returns {Box | null}
 */
export function nudgeBox(box, { key, shiftKey }, size) {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  const step = Math.max(...size) / 100;
  /** @type {Point} */
  const by = [direction[0] * step, direction[1] * step];
  return shiftKey ? resizeBox(box, "se", by, size) : moveBox(box, by, size);
}

/**
 * Return a description of a box: label, data coordinates, pixels.
 * @param {UserBox} userBox
 */
export function describeBox({ label, where, box }) {
  const [left, top, right, bottom] = box.map(Math.round);
  const pixels = `(${left}, ${top})–(${right}, ${bottom})`;
  return [label, where, pixels].filter(Boolean).join(" · ");
}
