// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseValue, listValues } from "../src/controls.js";

/** @import { About, Control } from "../src/protocol.js" */

const about = /** @type {About} */ ({
  models: [
    { id: "new", efforts: ["auto", "low", "max"] },
    { id: "old", efforts: ["auto"] },
  ],
});

/**
 * @param {Partial<Control>} fields
 * @returns {Control}
 */
const makeControl = (fields) => ({
  name: "tools",
  label: "Tools",
  help: "",
  values: [],
  value: null,
  ...fields,
});

test("the efforts are those of the selected model", () => {
  const effort = makeControl({ name: "effort", values: ["auto", "low", "high", "max"] });
  assert.deepEqual(listValues(effort, about, "new"), ["auto", "low", "max"]);
  assert.deepEqual(listValues(effort, about, "old"), ["auto"]);
});

test("any option with values is a choice, without them a switch", () => {
  const values = ["auto", "off"];
  assert.deepEqual(listValues(makeControl({ values }), about, "new"), values);
  assert.deepEqual(listValues(makeControl({ value: true }), about, "new"), []);
});

test("a value of the panel's own that is not in the list can be chosen all the same", () => {
  const control = makeControl({ values: ["auto", "off"], value: "zoom,query" });
  assert.deepEqual(listValues(control, about, "new"), ["zoom,query", "auto", "off"]);
});

test("the selection stays where it can", () => {
  assert.equal(chooseValue(["auto", "low"], "low", "auto"), "low");
  assert.equal(chooseValue(["auto", "low"], "max", "auto"), "auto");
  assert.equal(chooseValue(["first", "second"], null), "first");
});
