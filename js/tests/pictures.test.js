// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isPrepared,
  latestRegions,
  neighborPicture,
  pictureCaption,
  ShownPicture,
} from "../src/pictures.js";
import { makePicture, makeRegion, makeTurn } from "./factories.js";

const [first, second, third] = ["1", "2", "3"].map((id) => makePicture({ id }));

test("a new picture is shown at once, the last of several", () => {
  const shown = new ShownPicture();
  assert.equal(shown.update([first]), true);
  assert.equal(shown.id, "1");
  assert.equal(shown.update([first, second, third]), true);
  assert.equal(shown.id, "3");
});

test("the picture that the user chose stays while nothing is opened", () => {
  const shown = new ShownPicture();
  shown.update([first, second]);
  shown.id = "1";
  assert.equal(shown.update([first, second]), false);
  assert.equal(shown.id, "1");
});

test("after the shown picture is closed, the last one is shown", () => {
  const shown = new ShownPicture();
  shown.update([first, second, third]);
  shown.id = "1";
  shown.update([second, third]);
  assert.equal(shown.id, "3");
  shown.update([]);
  assert.equal(shown.id, null);
});

test("beside the last picture lies the first, and the other way round", () => {
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

test("the caption names the original's size where the picture was scaled", () => {
  assert.equal(pictureCaption(makePicture()), "640 × 480 px · 410 tokens");
  const scaled = makePicture({ original: [6400, 4800], notes: ["turned upright"] });
  assert.equal(
    pictureCaption(scaled),
    "640 × 480 px (from 6400 × 4800) · 410 tokens · turned upright",
  );
});

test("the regions of the last answer that has any on the picture are drawn", () => {
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

test("the regions of another picture of the same name are not drawn", () => {
  const turns = [makeTurn({ pictures: ["2"], regions: [makeRegion()] })];
  assert.deepEqual(latestRegions(turns, makePicture()), []);
});
