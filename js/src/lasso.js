// @ts-check
// The outline of a lasso within the element of its box.

/** @import { UserBox } from "./boxes.js" */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Return the corners of a lasso in percent of its box, as SVG writes them.
 * @param {Pick<UserBox, "box" | "points">} userBox
 */
export function toPolygon({ box: [left, top, right, bottom], points = [] }) {
  /** @type {(value: number, start: number, stop: number) => string} */
  const share = (value, start, stop) =>
    stop > start ? (((value - start) / (stop - start)) * 100).toFixed(2) : "50";
  return points.map(([x, y]) => `${share(x, left, right)},${share(y, top, bottom)}`).join(" ");
}

/**
 * Draw a lasso's outline into the element of its box; nothing into that of another box.
 * @param {HTMLElement} element
 * @param {Pick<UserBox, "box" | "points">} userBox
 */
export function drawLasso(element, userBox) {
  if (!userBox.points) return;
  let outline = element.querySelector("polygon");
  if (!outline) {
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 100 100");
    drawing.setAttribute("preserveAspectRatio", "none");
    outline = document.createElementNS(SVG, "polygon");
    drawing.append(outline);
    element.append(drawing);
  }
  outline.setAttribute("points", toPolygon(userBox));
}
