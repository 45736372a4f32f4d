// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { clampHeight, clampWidth, keyStep } from "../src/sizes.js";

test("a panel can be neither too low to use nor endless", () => {
  assert.equal(clampHeight(10), 320);
  assert.equal(clampHeight(700.4), 700);
  assert.equal(clampHeight(1e6), 2000);
});

test("beside the notebook, both keep a width that can be used", () => {
  assert.equal(clampWidth(2000, 1400), 1040);
  assert.equal(clampWidth(10, 1400), 360);
  assert.equal(clampWidth(700, 1400), 700);
});

test("in a narrow window the panel takes what there is", () => {
  assert.equal(clampWidth(500, 400), 360);
  assert.equal(clampWidth(500, 300), 300);
});

test("arrow keys change the size in the direction of the edge", () => {
  assert.equal(keyStep("ArrowDown", "height"), 24);
  assert.equal(keyStep("ArrowUp", "height"), -24);
  assert.equal(keyStep("ArrowLeft", "width"), 24);
  assert.equal(keyStep("ArrowRight", "width"), -24);
  assert.equal(keyStep("a", "width"), null);
});
