// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findRegionPicture,
  isAtEnd,
  secondsText,
  shownTurns,
  statusText,
  TurnElements,
} from "../src/turns.js";
import { makePicture, makeRegion, makeTurn } from "./factories.js";

/** Turns whose elements are objects that say what they were drawn from. */
const makeElements = () => new TurnElements((turn, before) => ({ html: turn.html, before }));

test("while an answer streams, only its own turn is drawn again", () => {
  const elements = makeElements();
  const ended = makeTurn({ id: "a" });
  const [before] = elements.update([ended, makeTurn({ id: "b", html: "It" })]);
  const [after, live] = elements.update([{ ...ended }, makeTurn({ id: "b", html: "It rises" })]);
  assert.equal(after, before);
  assert.equal(live.html, "It rises");
});

test("a turn that is drawn again is given its element of before", () => {
  const elements = makeElements();
  const [first] = elements.update([makeTurn({ html: "It" })]);
  assert.equal(first.before, undefined);
  const [second] = elements.update([makeTurn({ html: "It rises" })]);
  assert.equal(second.before, first);
});

test("a new conversation forgets the turns of the one before", () => {
  const elements = makeElements();
  const [first] = elements.update([makeTurn()]);
  assert.deepEqual(elements.update([]), []);
  assert.notEqual(elements.update([makeTurn()])[0], first);
});

test("the open question stands after those that have ended", () => {
  const ended = makeTurn({ id: "a" });
  const live = makeTurn({ id: "b" });
  assert.deepEqual(shownTurns([ended], live), [ended, live]);
  assert.deepEqual(shownTurns([ended], {}), [ended]);
});

test("a reader who has scrolled up is left there", () => {
  assert.equal(isAtEnd({ scrollHeight: 1000, scrollTop: 600, clientHeight: 400 }), true);
  assert.equal(isAtEnd({ scrollHeight: 1000, scrollTop: 570, clientHeight: 400 }), true);
  assert.equal(isAtEnd({ scrollHeight: 1000, scrollTop: 500, clientHeight: 400 }), false);
});

test("a status is put into words until there is something to read", () => {
  assert.equal(statusText("waiting"), "Preparing the picture…");
  assert.equal(statusText("sending"), "Asking…");
  assert.equal(statusText("writing"), "");
  assert.equal(statusText("done"), "");
});

test("a region is found on the open picture that was asked about", () => {
  const pictures = [makePicture({ id: "1" }), makePicture({ id: "2" })];
  const turn = makeTurn({ pictures: ["2"] });
  assert.equal(findRegionPicture(pictures, turn, makeRegion())?.id, "2");
  assert.equal(findRegionPicture([pictures[0]], turn, makeRegion()), undefined);
});

test("the time of thinking is counted in whole seconds", () => {
  assert.equal(secondsText(1000, 4100), "3 s");
});
