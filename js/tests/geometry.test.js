// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boxCenter,
  boxStyle,
  clampBox,
  growPoint,
  isPoint,
  isTooSmall,
  middleBox,
  moveBox,
  resizeBox,
  spanBox,
  toPicturePoint,
} from "../src/geometry.js";

/** @type {[number, number]} */
const SIZE = [200, 100];

test("a box is the same from whichever corner it is drawn", () => {
  const box = [10, 20, 40, 60];
  assert.deepEqual(spanBox([10, 20], [40, 60]), box);
  assert.deepEqual(spanBox([40, 60], [10, 20]), box);
  assert.deepEqual(spanBox([40, 20], [10, 60]), box);
});

test("a box stops at the edge of the picture and keeps its size", () => {
  assert.deepEqual(moveBox([10, 10, 50, 30], [-30, 5], SIZE), [0, 15, 40, 35]);
  assert.deepEqual(moveBox([10, 10, 50, 30], [500, 500], SIZE), [160, 80, 200, 100]);
});

test("resizing moves one corner and leaves the opposite one", () => {
  /** @type {[number, number, number, number]} */
  const box = [50, 40, 100, 80];
  assert.deepEqual(resizeBox(box, "nw", [-10, -5], SIZE), [40, 35, 100, 80]);
  assert.deepEqual(resizeBox(box, "ne", [-10, -5], SIZE), [50, 35, 90, 80]);
  assert.deepEqual(resizeBox(box, "sw", [-10, -5], SIZE), [40, 40, 100, 75]);
  assert.deepEqual(resizeBox(box, "se", [-10, -5], SIZE), [50, 40, 90, 75]);
});

test("a corner dragged past the opposite one flips the box", () => {
  assert.deepEqual(resizeBox([50, 40, 100, 80], "se", [-80, 0], SIZE), [20, 40, 50, 80]);
});

test("a corner stays inside the picture", () => {
  assert.deepEqual(resizeBox([50, 40, 100, 80], "nw", [-900, -900], SIZE), [0, 0, 100, 80]);
  assert.deepEqual(resizeBox([50, 40, 100, 80], "se", [900, 900], SIZE), [50, 40, 200, 100]);
});

test("the part of a box outside the picture is cut off", () => {
  assert.deepEqual(clampBox([-5, -5, 300, 50], SIZE), [0, 0, 200, 50]);
});

test("a point grows by a fortieth of the longer side", () => {
  assert.deepEqual(growPoint([100, 50, 100, 50], SIZE), [95, 45, 105, 55]);
  assert.deepEqual(growPoint([100, 50, 110, 50], SIZE), [100, 50, 110, 50]);
});

test("a point has neither width nor height", () => {
  assert.equal(isPoint([3, 4, 3, 4]), true);
  assert.equal(isPoint([3, 4, 3, 5]), false);
  assert.equal(isPoint([3, 4, 4, 4]), false);
});

test("a box under three pixels wide or high is too small", () => {
  assert.equal(isTooSmall([0, 0, 2.9, 50]), true);
  assert.equal(isTooSmall([0, 0, 50, 2.9]), true);
  assert.equal(isTooSmall([0, 0, 3, 3]), false);
});

test("a box in the middle is a quarter of the picture's width and height", () => {
  const box = middleBox(SIZE);
  assert.deepEqual(box, [75, 37.5, 125, 62.5]);
  assert.deepEqual(boxCenter(box), [100, 50]);
});

test("a box is placed relative to the picture's size", () => {
  assert.deepEqual(boxStyle([50, 25, 150, 100], SIZE), {
    left: "25%",
    top: "25%",
    width: "50%",
    height: "75%",
  });
});

test("a position on the page maps to a pixel of the original at any zoom", () => {
  const half = { left: 10, top: 20, width: 100, height: 50 };
  assert.deepEqual(toPicturePoint([60, 45], half, SIZE), [100, 50]);
  assert.deepEqual(toPicturePoint([10, 20], half, SIZE), [0, 0]);
});

test("a position outside the picture maps to the nearest pixel", () => {
  const rectangle = { left: 10, top: 20, width: 100, height: 50 };
  assert.deepEqual(toPicturePoint([0, 500], rectangle, SIZE), [0, 100]);
});
