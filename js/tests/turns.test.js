// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findCallPlace,
  findRegionPicture,
  isAtEnd,
  readBlock,
  secondsText,
  statusText,
  TurnStore,
} from "../src/turns.js";
import { makePicture, makeRegion, makeTurn } from "./factories.js";

test("a turn that changes takes over only what is new", () => {
  const turns = new TurnStore();
  turns.update({
    say: "turn",
    id: "7",
    changes: makeTurn({ status: "writing" }),
    start: 0,
    blocks: ["a"],
  });
  turns.update({ say: "turn", id: "7", changes: {}, start: 1, blocks: ["b"] });
  turns.update({
    say: "turn",
    id: "7",
    changes: { status: "done" },
    start: 1,
    blocks: ["b c", "d"],
  });
  assert.deepEqual(turns.get("7")?.blocks, ["a", "b c", "d"]);
  assert.equal(turns.get("7")?.status, "done");
  assert.equal(turns.get("7")?.prompt, "What?");
});

test("the open question comes after those that have ended", () => {
  const turns = new TurnStore();
  const [ended, open] = [makeTurn({ id: "a" }), makeTurn({ id: "b", status: "writing" })];
  turns.replace([ended, open]);
  assert.deepEqual(turns.all, [ended, open]);
  assert.deepEqual(turns.ended, [ended]);
  assert.equal(turns.open, open);
});

test("a turn whose beginning was missed waits for all turns", () => {
  const turns = new TurnStore();
  turns.update({ say: "turn", id: "7", changes: { status: "done" }, start: 3, blocks: ["d"] });
  assert.deepEqual(turns.all, []);
  turns.replace([makeTurn()]);
  assert.equal(turns.all.length, 1);
});

test("a new conversation starts without turns", () => {
  const turns = new TurnStore();
  turns.replace([makeTurn()]);
  turns.replace([]);
  assert.deepEqual(turns.all, []);
});

test("only a question that begins or ends is a reason to draw more than its text", () => {
  const turns = new TurnStore();
  turns.replace([makeTurn({ status: "writing" })]);
  const { revision } = turns;
  turns.update({ say: "turn", id: "7", changes: {}, start: 0, blocks: ["more"] });
  assert.equal(turns.revision, revision);
  turns.update({ say: "turn", id: "7", changes: { status: "done" }, start: 1, blocks: [] });
  assert.notEqual(turns.revision, revision);
});

test("a screen reader hears the cells of a table apart", () => {
  const cells = [{ textContent: "Q1" }, { textContent: " 12\n" }];
  assert.equal(readBlock({ querySelectorAll: () => cells, textContent: "Q112" }), "Q1, 12");
  assert.equal(readBlock({ querySelectorAll: () => [], textContent: "It\n rises." }), "It rises.");
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

test("a call leads to the part of its picture that it looked at, while that is open", () => {
  const pictures = [makePicture({ id: "1" }), makePicture({ id: "2", name: "other" })];
  const call = { html: "", line: "", image: "", picture: "fig" };
  /** @type {[number, number, number, number]} */
  const box = [1, 2, 30, 40];
  const turn = makeTurn({
    calls: [
      { ...call, box: null },
      { ...call, box },
    ],
  });
  assert.deepEqual(findCallPlace(pictures, turn, 1), { picture: pictures[0], box });
  assert.equal(findCallPlace(pictures, turn, 0), undefined);
  assert.equal(findCallPlace(pictures, turn, 2), undefined);
  assert.equal(findCallPlace(pictures.slice(1), turn, 1), undefined);
});
