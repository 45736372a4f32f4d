// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeBox, nudgeBox, UserBoxes } from "../src/boxes.js";

/** @import { UserBox } from "../src/boxes.js" */

/**
 * @param {string} key
 * @param {string} [label]
 * @returns {UserBox}
 */
const userBox = (key, label) => ({ key, box: [0, 0, 10, 10], label });

test("a new box is selected", () => {
  const boxes = new UserBoxes();
  boxes.add("1", userBox("a"));
  boxes.add("1", userBox("b"));
  assert.equal(boxes.selectedOn("1")?.key, "b");
  assert.deepEqual(
    boxes.onPicture("1").map(({ key }) => key),
    ["a", "b"],
  );
});

test("the box of a question asked elsewhere is added once, and not selected", () => {
  const boxes = new UserBoxes();
  boxes.add("1", userBox("a"));
  boxes.include("1", userBox("b"));
  boxes.include("1", { key: "c", box: [0, 0, 10, 20] });
  boxes.include("1", { key: "d", box: [0, 0, 10, 20] });
  assert.deepEqual(
    boxes.onPicture("1").map(({ key }) => key),
    ["a", "c"],
  );
  assert.equal(boxes.selectedKey, "a");
});

test("each picture has its own boxes", () => {
  const boxes = new UserBoxes();
  boxes.add("1", userBox("a"));
  assert.deepEqual(boxes.onPicture("2"), []);
  assert.deepEqual(boxes.onPicture(null), []);
  assert.equal(boxes.selectedOn("2"), undefined);
});

test("deleting a box clears the selection only if it was selected", () => {
  const boxes = new UserBoxes();
  boxes.add("1", userBox("a"));
  boxes.add("1", userBox("b"));
  boxes.remove("1", "a");
  assert.equal(boxes.selectedOn("1")?.key, "b");
  boxes.remove("1", "b");
  assert.equal(boxes.selectedOn("1"), undefined);
  assert.deepEqual(boxes.onPicture("1"), []);
});

test("a box can be looked up by its label", () => {
  const boxes = new UserBoxes();
  boxes.add("1", userBox("a", "the peak"));
  assert.equal(boxes.withLabel("1", "the peak")?.key, "a");
  assert.equal(boxes.withLabel("1", "the trough"), undefined);
  assert.equal(boxes.withLabel("2", "the peak"), undefined);
});

test("an arrow key moves a box by a hundredth of the longer side", () => {
  const press = { key: "ArrowRight", shiftKey: false };
  assert.deepEqual(nudgeBox([10, 10, 50, 50], press, [400, 300]), [14, 10, 54, 50]);
});

test("an arrow key with Shift resizes a box", () => {
  const press = { key: "ArrowUp", shiftKey: true };
  assert.deepEqual(nudgeBox([10, 10, 50, 50], press, [400, 300]), [10, 10, 50, 46]);
});

test("other keys do not move a box", () => {
  assert.equal(nudgeBox([10, 10, 50, 50], { key: "x", shiftKey: false }, [400, 300]), null);
});

test("a box is described by label, data coordinates and pixels", () => {
  assert.equal(describeBox({ key: "a", box: [1.4, 2.6, 3, 4] }), "(1, 3)–(3, 4)");
  assert.equal(
    describeBox({ key: "a", box: [1, 2, 3, 4], label: "bar", where: "x Q1" }),
    "bar · x Q1 · (1, 2)–(3, 4)",
  );
});
