// @ts-check
// Sizes of the panel that the user can change. No DOM.

import { clamp } from "./geometry.js";

export const MIN_HEIGHT = 320; // pixels
export const MAX_HEIGHT = 2000;

const MIN_WIDTH = 360;
const KEY_STEP = 24; // pixels by which an arrow key changes a size

/** @param {number} height */
export const clampHeight = (height) => clamp(Math.round(height), MIN_HEIGHT, MAX_HEIGHT);

/**
 * Return a width beside the notebook: not all of the room, unless it is narrow.
 * @param {number} width
 * @param {number} room
 */
export function clampWidth(width, room) {
  const most = Math.max(room - MIN_WIDTH, Math.min(room, MIN_WIDTH));
  return clamp(Math.round(width), Math.min(MIN_WIDTH, most), most);
}

/**
 * Return by how many pixels a key makes the panel larger; null for any other key.
 * @param {string} key
 * @param {"height" | "width"} side - the width grows to the left, the height downwards
 */
export function keyStep(key, side) {
  const [more, less] = side === "height" ? ["ArrowDown", "ArrowUp"] : ["ArrowLeft", "ArrowRight"];
  if (key === more) return KEY_STEP;
  return key === less ? -KEY_STEP : null;
}
