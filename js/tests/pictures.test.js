// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ActivePicture,
  isPrepared,
  latestRegions,
  neighborPicture,
  pictureCaption,
} from "../src/pictures.js";
import { makePicture, makeRegion, makeTurn } from "./factories.js";

const [first, second, third] = ["1", "2", "3"].map((id) => makePicture({ id }));

test("the newest picture becomes active", () => {
  const active = new ActivePicture();
  assert.equal(active.update([first]), true);
  assert.equal(active.id, "1");
  assert.equal(active.update([first, second, third]), true);
  assert.equal(active.id, "3");
});

test("the user's selection stays until a picture is opened", () => {
  const active = new ActivePicture();
  active.update([first, second]);
  active.id = "1";
  assert.equal(active.update([first, second]), false);
  assert.equal(active.id, "1");
});

test("when the active picture is closed, the last one becomes active", () => {
  const active = new ActivePicture();
  active.update([first, second, third]);
  active.id = "1";
  active.update([second, third]);
  assert.equal(active.id, "3");
  active.update([]);
  assert.equal(active.id, null);
});

test("the picture after the last is the first, and the other way round", () => {
  const pictures = [first, second, third];
  assert.equal(neighborPicture(pictures, "3", 1).id, "1");
  assert.equal(neighborPicture(pictures, "1", -1).id, "3");
  assert.equal(neighborPicture(pictures, "1", 1).id, "2");
});

test("a picture without pixels is not prepared", () => {
  const { id, name, version, note, live } = makePicture();
  assert.equal(isPrepared({ id, name, version, note, live }), false);
  assert.equal(isPrepared(undefined), false);
  assert.equal(isPrepared(makePicture()), true);
});

test("the caption gives the original size of a scaled picture", () => {
  assert.equal(pictureCaption(makePicture()), "640 × 480 px · 410 tokens");
  const scaled = makePicture({ original: [6400, 4800], notes: ["turned upright"] });
  assert.equal(
    pictureCaption(scaled),
    "640 × 480 px (from 6400 × 4800) · 410 tokens · turned upright",
  );
});

test("regions come from the last answer that has any on the picture", () => {
  const turns = [
    makeTurn({ id: "a", regions: [makeRegion({ label: "old" })] }),
    makeTurn({ id: "b", regions: [makeRegion({ label: "new" })] }),
    makeTurn({ id: "c", regions: [makeRegion({ picture: "other" })] }),
    makeTurn({ id: "d" }),
  ];
  assert.deepEqual(
    latestRegions(turns, makePicture()).map(({ label }) => label),
    ["new"],
  );
});

test("regions on another picture with the same name are left out", () => {
  const turns = [makeTurn({ pictures: ["2"], regions: [makeRegion()] })];
  assert.deepEqual(latestRegions(turns, makePicture()), []);
});
