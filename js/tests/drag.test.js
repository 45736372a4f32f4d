// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Drag } from "../src/drag.js";

/** @import { Press } from "../src/drag.js" */

/**
 * A press at (10, 10) of the page, over the pixel (100, 100): ten pixels to one of the page.
 * @param {Partial<Press>} [press]
 */
function startDrag(press = {}) {
  return new Drag({ page: [10, 10], point: [100, 100], size: [800, 600], mode: "box", ...press });
}

test("a press that hardly moves is a click", () => {
  const drag = startDrag();
  assert.equal(drag.move([12, 12], [120, 120]), null);
  assert.equal(drag.isClick, true);
});

test("a drag over the picture draws a box from its starting point", () => {
  const drag = startDrag();
  assert.deepEqual(drag.move([40, 5], [400, 50]), { kind: "box", box: [100, 50, 400, 100] });
  assert.equal(drag.isClick, false);
});

test("a drag back to its starting point is still a drag", () => {
  const drag = startDrag();
  drag.move([40, 40], [400, 400]);
  assert.deepEqual(drag.move([11, 10], [110, 100]), { kind: "box", box: [100, 100, 110, 100] });
  assert.equal(drag.isClick, false);
});

test("dragging the inside of a box moves it from its original place", () => {
  const drag = startDrag({ box: [50, 50, 150, 150] });
  drag.move([30, 10], [300, 100]);
  assert.deepEqual(drag.move([20, 20], [200, 200]), { kind: "box", box: [150, 150, 250, 250] });
});

test("dragging a corner resizes a box", () => {
  const drag = startDrag({ box: [50, 50, 100, 100], corner: "se" });
  assert.deepEqual(drag.move([20, 20], [200, 200]), { kind: "box", box: [50, 50, 200, 200] });
});

test("with Move a drag scrolls, in pixels of the page", () => {
  const drag = startDrag({ mode: "move" });
  assert.deepEqual(drag.move([30, 5], [300, 50]), { kind: "pan", by: [20, -5] });
});

test("a swipe that the browser scrolls with draws nothing and is no click", () => {
  const drag = startDrag({ mode: "scroll" });
  assert.equal(drag.move([30, 10], [300, 100]), null);
  assert.equal(drag.isClick, false);
});

test("with Move a drag that starts on a box scrolls, too", () => {
  const drag = startDrag({ mode: "move", box: [50, 50, 150, 150], corner: "se" });
  assert.deepEqual(drag.move([30, 10], [300, 100]), { kind: "pan", by: [20, 0] });
});
