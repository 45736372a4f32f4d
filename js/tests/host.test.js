// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { copyHidingStyle, isHostShortcut } from "../src/host.js";

test("the static copy is hidden together with its output area", () => {
  const style = copyHidingStyle("claude-see-copy-1");
  assert.match(style, /\.jp-OutputArea-child:has\(\.claude-see-copy-1\)/);
  assert.match(style, /, \.claude-see-copy-1 \{ display: none/);
});

test("an invalid class name hides nothing", () => {
  assert.equal(copyHidingStyle("x, body"), "");
  assert.equal(copyHidingStyle(""), "");
});

test("Ctrl+S and its like are the notebook's, editing and single keys the panel's", () => {
  const press = (/** @type {string} */ key, fields = {}) =>
    isHostShortcut({ key, ctrlKey: false, metaKey: false, altKey: false, ...fields });
  assert.equal(press("s", { ctrlKey: true }), true);
  assert.equal(press("S", { metaKey: true }), true);
  for (const key of ["c", "Z", "ArrowLeft", "Home", "Enter", "Backspace"])
    assert.equal(press(key, { ctrlKey: true }), false, key);
  assert.equal(press("s"), false);
  assert.equal(press("s", { ctrlKey: true, altKey: true }), false);
});
