// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { copyHidingStyle } from "../src/host.js";

test("the static copy is hidden together with its output area", () => {
  const style = copyHidingStyle("claude-see-copy-1");
  assert.match(style, /\.jp-OutputArea-child:has\(\.claude-see-copy-1\)/);
  assert.match(style, /, \.claude-see-copy-1 \{ display: none/);
});

test("an invalid class name hides nothing", () => {
  assert.equal(copyHidingStyle("x, body"), "");
  assert.equal(copyHidingStyle(""), "");
});
