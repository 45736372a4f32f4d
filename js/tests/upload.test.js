// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName, imageFiles, sendInPieces } from "../src/upload.js";

/** @import { FileMessage, ToKernel } from "../src/protocol.js" */

const FILE = new File(["0123456789"], "ten.png", { type: "image/png" });

/**
 * A kernel that accepts every piece.
 * @param {(message: FileMessage) => void} [onMessage]
 */
function makeKernel(onMessage = () => {}) {
  /** @type {ToKernel[]} */
  const outbox = [];
  let content = "";
  return {
    outbox,
    content: () => content,
    send: (/** @type {ToKernel} */ message) => void outbox.push(message),
    sendAndWait: async (
      /** @type {FileMessage} */ message,
      /** @type {ArrayBuffer[]} */ buffers = [],
    ) => {
      outbox.push(message);
      content += buffers.map((buffer) => new TextDecoder().decode(buffer)).join("");
      onMessage(message);
      return content.length;
    },
  };
}

test("a file is sent in ordered pieces, with progress", async () => {
  const kernel = makeKernel();
  /** @type {number[]} */
  const shares = [];
  const { signal } = new AbortController();
  const onProgress = (/** @type {number} */ share) => shares.push(share);
  await sendInPieces(kernel, "k", FILE, { pieceSize: 4, signal, onProgress });
  assert.deepEqual(kernel.outbox, [
    { do: "begin file", key: "k", name: "ten.png", size: 10 },
    { do: "piece", key: "k", at: 0 },
    { do: "piece", key: "k", at: 4 },
    { do: "piece", key: "k", at: 8 },
  ]);
  assert.equal(kernel.content(), "0123456789");
  assert.deepEqual(shares, [0.4, 0.8, 1]);
});

test("canceling takes effect after the current piece", async () => {
  const controller = new AbortController();
  const kernel = makeKernel((message) => message.do === "piece" && controller.abort());
  const { signal } = controller;
  await sendInPieces(kernel, "k", FILE, { pieceSize: 4, signal, onProgress: () => {} });
  assert.equal(kernel.content(), "0123");
  assert.deepEqual(kernel.outbox.at(-1), { do: "forget file", key: "k" });
});

test("no piece of a rejected file is sent", async () => {
  const kernel = makeKernel(() => {
    throw new Error("too large");
  });
  const { signal } = new AbortController();
  const options = { pieceSize: 4, signal, onProgress: () => {} };
  await assert.rejects(sendInPieces(kernel, "k", FILE, options), /too large/);
  assert.equal(kernel.outbox.length, 1);
});

test("a pasted picture has a name", () => {
  assert.equal(fileName(new File([], "")), "pasted picture");
  assert.equal(fileName(FILE), "ten.png");
});

test("only images are taken from the clipboard", () => {
  const text = new File(["a"], "a.txt", { type: "text/plain" });
  assert.deepEqual(imageFiles([text, FILE]), [FILE]);
  assert.deepEqual(imageFiles(undefined), []);
});
