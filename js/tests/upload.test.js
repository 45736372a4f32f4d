// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName, imageFiles, sendInPieces } from "../src/upload.js";

/** @import { FileMessage, ToKernel } from "../src/protocol.js" */

const FILE = new File(["0123456789"], "ten.png", { type: "image/png" });

/**
 * A kernel that takes every piece.
 * @param {(message: FileMessage) => void} [onMessage]
 */
function makeKernel(onMessage = () => {}) {
  /** @type {ToKernel[]} */
  const sent = [];
  let content = "";
  return {
    sent,
    content: () => content,
    send: (/** @type {ToKernel} */ message) => void sent.push(message),
    sendAndWait: async (
      /** @type {FileMessage} */ message,
      /** @type {ArrayBuffer[]} */ buffers = [],
    ) => {
      sent.push(message);
      content += buffers.map((buffer) => new TextDecoder().decode(buffer)).join("");
      onMessage(message);
      return content.length;
    },
  };
}

test("a file goes in pieces, in their order, and its progress is told", async () => {
  const kernel = makeKernel();
  /** @type {number[]} */
  const shares = [];
  const { signal } = new AbortController();
  const onProgress = (/** @type {number} */ share) => shares.push(share);
  await sendInPieces(kernel, "k", FILE, { pieceSize: 4, signal, onProgress });
  assert.deepEqual(kernel.sent, [
    { do: "begin file", key: "k", name: "ten.png", size: 10 },
    { do: "piece", key: "k", at: 0 },
    { do: "piece", key: "k", at: 4 },
    { do: "piece", key: "k", at: 8 },
  ]);
  assert.equal(kernel.content(), "0123456789");
  assert.deepEqual(shares, [0.4, 0.8, 1]);
});

test("a file that is canceled ends after the piece that is under way, and is forgotten", async () => {
  const canceling = new AbortController();
  const kernel = makeKernel((message) => message.do === "piece" && canceling.abort());
  const { signal } = canceling;
  await sendInPieces(kernel, "k", FILE, { pieceSize: 4, signal, onProgress: () => {} });
  assert.equal(kernel.content(), "0123");
  assert.deepEqual(kernel.sent.at(-1), { do: "forget file", key: "k" });
});

test("of a file that is refused no piece is sent", async () => {
  const kernel = makeKernel(() => {
    throw new Error("too large");
  });
  const { signal } = new AbortController();
  const options = { pieceSize: 4, signal, onProgress: () => {} };
  await assert.rejects(sendInPieces(kernel, "k", FILE, options), /too large/);
  assert.equal(kernel.sent.length, 1);
});

test("a pasted picture has a name", () => {
  assert.equal(fileName(new File([], "")), "pasted picture");
  assert.equal(fileName(FILE), "ten.png");
});

test("of what is pasted only pictures are taken", () => {
  const text = new File(["a"], "a.txt", { type: "text/plain" });
  assert.deepEqual(imageFiles([text, FILE]), [FILE]);
  assert.deepEqual(imageFiles(undefined), []);
});
