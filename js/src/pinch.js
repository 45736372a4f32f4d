// @ts-check
// Two fingers on the picture zoom it. One finger is left to the browser, which scrolls.

/** @import { Point } from "./geometry.js" */

/**
 * Zoom with two fingers.
 * @param {HTMLElement} element
 * @param {{ getZoom: () => number, zoomTo: (zoom: number, place: Point) => void }} target
 */
export function followPinch(element, { getZoom, zoomTo }) {
  let startDistance = 0;
  let startZoom = 1;
  element.addEventListener(
    "touchstart",
    (event) => {
      if (event.touches.length !== 2) return;
      event.preventDefault();
      startDistance = distance(event.touches);
      startZoom = getZoom();
    },
    { passive: false },
  );
  element.addEventListener(
    "touchmove",
    (event) => {
      const { touches } = event;
      if (touches.length !== 2 || !startDistance) return;
      event.preventDefault();
      zoomTo((startZoom * distance(touches)) / startDistance, middle(touches));
    },
    { passive: false },
  );
}

/** @param {TouchList} touches */
const distance = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);

/**
 * @param {TouchList} touches
 * @returns {Point}
 */
const middle = ([a, b]) => [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2];
