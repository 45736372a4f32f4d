// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { copyHidingStyle } from "../src/host.js";

test("the saved copy is hidden with the output that it stands in", () => {
  const style = copyHidingStyle("claude-see-copy-1");
  assert.match(style, /\.jp-OutputArea-child:has\(\.claude-see-copy-1\)/);
  assert.match(style, /, \.claude-see-copy-1 \{ display: none/);
});

test("a name that is no class hides nothing", () => {
  assert.equal(copyHidingStyle("x, body"), "");
  assert.equal(copyHidingStyle(""), "");
});
