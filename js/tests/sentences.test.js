// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { findWords } from "../src/sentences.js";

test("the words of a region are found whatever their case and line breaks", () => {
  assert.deepEqual(findWords("Q4 is The\nbest quarter.", "the best"), [6, 14]);
  assert.deepEqual(findWords("It costs $5 (net).", "$5 (net)"), [9, 17]);
});

test("a label is no part of a longer word", () => {
  assert.equal(findWords("The barge.", "bar"), undefined);
  assert.equal(findWords("The bar.", ""), undefined);
});
