// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findRegionPicture,
  isAtEnd,
  listTurns,
  secondsText,
  statusText,
  TurnElements,
} from "../src/turns.js";
import { makePicture, makeRegion, makeTurn } from "./factories.js";

/** Turn elements that record how they were drawn. */
const makeElements = () => new TurnElements((turn, previous) => ({ html: turn.html, previous }));

test("a streaming answer redraws only its own turn", () => {
  const elements = makeElements();
  const ended = makeTurn({ id: "a" });
  const [previous] = elements.update([ended, makeTurn({ id: "b", html: "It" })]);
  const [after, live] = elements.update([{ ...ended }, makeTurn({ id: "b", html: "It rises" })]);
  assert.equal(after, previous);
  assert.equal(live.html, "It rises");
});

test("redrawing a turn passes its previous element", () => {
  const elements = makeElements();
  const [first] = elements.update([makeTurn({ html: "It" })]);
  assert.equal(first.previous, undefined);
  const [second] = elements.update([makeTurn({ html: "It rises" })]);
  assert.equal(second.previous, first);
});

test("a new conversation starts without elements", () => {
  const elements = makeElements();
  const [first] = elements.update([makeTurn()]);
  assert.deepEqual(elements.update([]), []);
  assert.notEqual(elements.update([makeTurn()])[0], first);
});

test("the open question comes after the finished turns", () => {
  const ended = makeTurn({ id: "a" });
  const live = makeTurn({ id: "b" });
  assert.deepEqual(listTurns([ended], live), [ended, live]);
  assert.deepEqual(listTurns([ended], {}), [ended]);
});

test("the log follows the answer only while scrolled to its end", () => {
  assert.equal(isAtEnd({ scrollHeight: 1000, scrollTop: 600, clientHeight: 400 }), true);
  assert.equal(isAtEnd({ scrollHeight: 1000, scrollTop: 570, clientHeight: 400 }), true);
  assert.equal(isAtEnd({ scrollHeight: 1000, scrollTop: 500, clientHeight: 400 }), false);
});

test("a status has a text until the answer begins", () => {
  assert.equal(statusText("waiting"), "Preparing the picture…");
  assert.equal(statusText("sending"), "Asking…");
  assert.equal(statusText("writing"), "");
  assert.equal(statusText("done"), "");
});

test("a region belongs to the picture that the question was about", () => {
  const pictures = [makePicture({ id: "1" }), makePicture({ id: "2" })];
  const turn = makeTurn({ pictures: ["2"] });
  assert.equal(findRegionPicture(pictures, turn, makeRegion())?.id, "2");
  assert.equal(findRegionPicture([pictures[0]], turn, makeRegion()), undefined);
});

test("thinking time is shown in whole seconds", () => {
  assert.equal(secondsText(1000, 4100), "3 s");
});
