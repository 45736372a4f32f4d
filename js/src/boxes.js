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
 * @property {"range" | "lasso"} [kind] - what it bounds; missing for a box
 * @property {Point[]} [points] - the corners of a lasso
 * @property {number} [count] - the values of a live figure that lie in it
 */

const MAX_UNDONE = 50; // changes of a picture's boxes that can be undone

/** The boxes on all pictures of a panel; at most one box is selected. */
export class UserBoxes {
  /** @type {Map<string, UserBox[]>} */
  #boxes = new Map();

  /** @type {Map<string, UserBox[][]>} what was there before each change, the latest last */
  #history = new Map();

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
   * Remember the boxes as they are, so that the change that follows can be undone.
   * @param {string} pictureId
   */
  remember(pictureId) {
    const copy = this.onPicture(pictureId).map((box) => ({ ...box }));
    const states = [...(this.#history.get(pictureId) ?? []), copy];
    this.#history.set(pictureId, states.slice(-MAX_UNDONE));
  }

  /** @param {string} pictureId */
  canUndo(pictureId) {
    return (this.#history.get(pictureId) ?? []).length > 0;
  }

  /** @param {string} pictureId */
  undo(pictureId) {
    const state = this.#history.get(pictureId)?.pop();
    if (!state) return;
    this.#boxes.set(pictureId, state);
    if (!this.selectedOn(pictureId)) this.selectedKey = null;
  }

  /** @param {string} pictureId */
  clear(pictureId) {
    this.remember(pictureId);
    this.#boxes.set(pictureId, []);
    this.selectedKey = null;
  }

  /**
   * @param {string} pictureId
   * @param {UserBox} box
   */
  add(pictureId, box) {
    this.remember(pictureId);
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
    this.remember(pictureId);
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
 * Return whether a box can be moved: a named mark, a range and a lasso stay where they are.
 * @param {UserBox} userBox
 */
export const isMovable = ({ label, kind }) => label === undefined && kind === undefined;

/**
 * Return a description of a box: label, data coordinates, pixels.
 * @param {UserBox} userBox
 */
export function describeBox({ label, where, box, count }) {
  const [left, top, right, bottom] = box.map(Math.round);
  const pixels = `(${left}, ${top})–(${right}, ${bottom})`;
  const values = count === undefined ? "" : `${count} ${count === 1 ? "value" : "values"}`;
  return [label, where, values, pixels].filter(Boolean).join(" · ");
}
