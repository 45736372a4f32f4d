// @ts-check
// Points and boxes in pixels of a picture's original. No DOM.

/** @typedef {[x: number, y: number]} Point */
/** @typedef {[width: number, height: number]} Size */
/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */
/** @typedef {"nw" | "ne" | "sw" | "se"} Corner */

/** @type {readonly Corner[]} */
export const CORNERS = ["nw", "ne", "sw", "se"];

const MIN_BOX_SIDE = 3; // pixels; anything smaller is an accident

/**
 * Return the nearest number within a range.
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * Return the box between two opposite corners, in any order.
 * @param {Point} from
 * @param {Point} to
 * @returns {Box}
 */
export function spanBox([x1, y1], [x2, y2]) {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

/**
 * Return the smallest box around points.
 * @param {Point[]} points
 * @returns {Box}
 */
export function boundPoints(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * Return the part of a box that lies inside the picture.
 * @param {Box} box
 * @param {Size} size
 * @returns {Box}
 */
export function clampBox([left, top, right, bottom], [width, height]) {
  return [
    clamp(left, 0, width),
    clamp(top, 0, height),
    clamp(right, 0, width),
    clamp(bottom, 0, height),
  ];
}

/**
 * Move a box, keeping its size and keeping it inside the picture.
 * @param {Box} box
 * @param {Point} by
 * @param {Size} size
 * @returns {Box}
 */
export function moveBox([left, top, right, bottom], [x, y], [width, height]) {
  const dx = clamp(x, -left, width - right);
  const dy = clamp(y, -top, height - bottom);
  return [left + dx, top + dy, right + dx, bottom + dy];
}

/**
 * Move one corner of a box while the opposite corner stays. Dragged past it, the box flips over.
 * @param {Box} box
 * @param {Corner} corner
 * @param {Point} by
 * @param {Size} size
 * @returns {Box}
 */
export function resizeBox([left, top, right, bottom], corner, [x, y], [width, height]) {
  const west = corner.endsWith("w");
  const north = corner.startsWith("n");
  const end = /** @type {Point} */ ([
    clamp((west ? left : right) + x, 0, width),
    clamp((north ? top : bottom) + y, 0, height),
  ]);
  return spanBox([west ? right : left, north ? bottom : top], end);
}

/**
 * @param {Box} box
 * @returns {Point}
 */
export function boxCenter([left, top, right, bottom]) {
  return [(left + right) / 2, (top + bottom) / 2];
}

/**
 * Return a box in the middle of a picture, a quarter of its width and height.
 * @param {Size} size
 * @returns {Box}
 */
export function middleBox([width, height]) {
  return [width * 0.375, height * 0.375, width * 0.625, height * 0.625];
}

/** @param {Box} box */
export function isPoint([left, top, right, bottom]) {
  return left === right && top === bottom;
}

/**
 * Return a box large enough to see: a point grows by a margin, any other box stays as it is.
 * @param {Box} bounds
 * @param {Size} size
 * @returns {Box}
 */
export function growPoint(bounds, size) {
  const [left, top, right, bottom] = bounds;
  if (left !== right) return bounds;
  const margin = Math.max(...size) / 40;
  return [left - margin, top - margin, right + margin, bottom + margin];
}

/** @param {Box} box */
export function isTooSmall([left, top, right, bottom]) {
  return right - left < MIN_BOX_SIDE || bottom - top < MIN_BOX_SIDE;
}

/**
 * Return the position of a box as CSS lengths relative to the picture, so that they hold at every zoom.
 * @param {Box} box
 * @param {Size} size
 */
export function boxStyle([left, top, right, bottom], [width, height]) {
  return {
    left: `${(left / width) * 100}%`,
    top: `${(top / height) * 100}%`,
    width: `${((right - left) / width) * 100}%`,
    height: `${((bottom - top) / height) * 100}%`,
  };
}

/**
 * Return the pixel of the picture under a point on the page, or the nearest pixel to it.
 * @param {Point} pagePoint
 * @param {{ left: number, top: number, width: number, height: number }} rectangle
 *   The picture's rectangle on the page.
 * @param {Size} size
 * @returns {Point}
 */
export function toPicturePoint([x, y], rectangle, [width, height]) {
  return [
    clamp(((x - rectangle.left) / rectangle.width) * width, 0, width),
    clamp(((y - rectangle.top) / rectangle.height) * height, 0, height),
  ];
}
