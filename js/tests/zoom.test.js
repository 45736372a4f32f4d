// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { clampZoom, fitZoom, scrollToShare, shareAt, zoomText } from "../src/zoom.js";

test("a fitted picture is limited by its tighter side", () => {
  assert.equal(fitZoom({ width: 1000, height: 100 }, { width: 500, height: 400 }), 0.5);
  assert.equal(fitZoom({ width: 100, height: 1000 }, { width: 500, height: 400 }), 0.4);
});

test("a small picture is enlarged by half at most", () => {
  assert.equal(fitZoom({ width: 20, height: 20 }, { width: 500, height: 400 }), 1.5);
});

test("the zoom has limits", () => {
  assert.equal(clampZoom(1000), 16);
  assert.equal(clampZoom(0), 0.05);
  assert.equal(clampZoom(2), 2);
});

test("zooming keeps what is under the pointer in place", () => {
  const share = shareAt({ scroll: 300, place: 200, content: 1000 });
  assert.equal(share, 0.5);
  const scroll = scrollToShare(share, { place: 200, content: 2000 });
  assert.equal(scroll, 800);
  assert.equal(shareAt({ scroll, place: 200, content: 2000 }), share);
});

test("a picture without a layout yet gives no invalid position", () => {
  assert.equal(Number.isFinite(shareAt({ scroll: 0, place: 200, content: 0 })), true);
});

test("the zoom is displayed as a whole percentage", () => {
  assert.equal(zoomText(0.6666), "67 %");
});
