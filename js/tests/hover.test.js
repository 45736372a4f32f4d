// @ts-check

import assert from "node:assert/strict";
import { test } from "node:test";
import { LatestOnly } from "../src/hover.js";

/** @returns {{ sent: [number, string][], latest: LatestOnly<number>, clock: { time: number } }} */
function start() {
  /** @type {[number, string][]} */
  const sent = [];
  const clock = { time: 0 };
  const latest = new LatestOnly(
    (/** @type {number} */ subject, key) => sent.push([subject, key]),
    () => clock.time,
  );
  return { sent, latest, clock };
}

test("one request is open at a time, and the latest of the others follows it", () => {
  const { sent, latest } = start();
  for (const subject of [1, 2, 3]) latest.request(subject);
  assert.deepEqual(
    sent.map(([subject]) => subject),
    [1],
  );
  assert.equal(latest.receive(sent[0][1]), true);
  assert.deepEqual(
    sent.map(([subject]) => subject),
    [1, 3],
  );
});

test("an answer to what was canceled is none", () => {
  const { sent, latest } = start();
  latest.request(1);
  latest.cancel();
  assert.equal(latest.receive(sent[0][1]), false);
});

test("a request that the kernel has lost holds up no other", () => {
  const { sent, latest, clock } = start();
  latest.request(1);
  clock.time = 6_000;
  latest.request(2);
  assert.deepEqual(
    sent.map(([subject]) => subject),
    [1, 2],
  );
});
