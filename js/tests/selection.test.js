// @ts-check

import assert from "node:assert/strict";
import { test } from "node:test";
import { UserBoxes } from "../src/boxes.js";
import { Drag } from "../src/drag.js";
import { toPolygon } from "../src/lasso.js";
import { toAreas } from "../src/selection.js";

/** @import { Box, Point, Size } from "../src/geometry.js" */
/** @import { ModeName } from "../src/modes.js" */

/** @param {ModeName} mode */
const startDrag = (mode) => {
  /** @type {Point} */
  const start = [10, 20];
  /** @type {Size} */
  const size = [200, 100];
  return new Drag({ page: start, point: start, size, mode });
};

test("a range reaches over the whole height", () => {
  const step = startDrag("range").move([50, 40], [50, 40]);
  assert.deepEqual(step, { kind: "box", box: [10, 0, 50, 100] });
});

test("a lasso has a corner for each place of the pointer, and a box around them", () => {
  const drag = startDrag("lasso");
  drag.move([40, 20], [40, 20]);
  const step = drag.move([40, 60], [40, 60]);
  assert.deepEqual(step, {
    kind: "box",
    box: [10, 20, 40, 60],
    points: [
      [10, 20],
      [40, 20],
      [40, 60],
    ],
  });
});

test("a lasso is drawn in percent of its box", () => {
  /** @type {Box} */
  const box = [10, 20, 40, 60];
  const points = /** @type {Point[]} */ ([
    [10, 20],
    [40, 20],
    [40, 60],
  ]);
  assert.equal(toPolygon({ box, points }), "0.00,0.00 100.00,0.00 100.00,100.00");
});

test("the kernel is told of boxes, ranges and lassos", () => {
  /** @type {Box} */
  const box = [0, 0, 1, 1];
  const areas = toAreas([
    { key: "a", box, label: "bar" },
    { key: "b", box, kind: "range" },
  ]);
  assert.deepEqual(
    areas.map(({ kind }) => kind),
    ["box", "range"],
  );
});

test("what was added, deleted and cleared can be undone, step by step", () => {
  const boxes = new UserBoxes();
  /** @type {Box} */
  const box = [0, 0, 1, 1];
  boxes.add("1", { key: "a", box });
  boxes.add("1", { key: "b", box });
  boxes.clear("1");
  assert.equal(boxes.onPicture("1").length, 0);
  boxes.undo("1");
  assert.deepEqual(
    boxes.onPicture("1").map(({ key }) => key),
    ["a", "b"],
  );
  boxes.undo("1");
  boxes.undo("1");
  assert.equal(boxes.onPicture("1").length, 0);
  assert.equal(boxes.canUndo("1"), false);
});
