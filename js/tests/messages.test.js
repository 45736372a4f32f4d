// @ts-check
import assert from "node:assert/strict";
import { resolveObjectURL } from "node:buffer";
import { test } from "node:test";
import { Messages, pictureKey, RefusedError, thumbnailKey } from "../src/messages.js";
import { makePicture } from "./factories.js";

/** A model that keeps what is sent through it. */
function makeMessages() {
  /** @type {{ content: any, buffers: any }[]} */
  const sent = [];
  const model = {
    send: (/** @type {any} */ content, /** @type {any} */ _, /** @type {any} */ buffers) =>
      sent.push({ content, buffers }),
  };
  return { messages: new Messages(/** @type {any} */ (model)), sent };
}

/** @param {string} text */
const bytes = (text) => new DataView(new TextEncoder().encode(text).buffer);

/** @param {string | undefined} url */
const readPixels = (url) => resolveObjectURL(url ?? "")?.text();

test("a picture's pixels are asked for once for each version", () => {
  const { messages, sent } = makeMessages();
  messages.requestPixels(makePicture());
  messages.requestPixels(makePicture());
  messages.requestPixels(makePicture({ version: 2 }));
  assert.deepEqual(
    sent.map(({ content }) => content),
    [
      { do: "picture", id: "1" },
      { do: "picture", id: "1" },
    ],
  );
});

test("pixels that have come have an address", async () => {
  const { messages } = makeMessages();
  const picture = makePicture();
  assert.equal(messages.url(pictureKey(picture)), undefined);
  messages.receive({ say: "picture", id: "1", version: 1, type: "image/png" }, [bytes("pixels")]);
  assert.equal(await readPixels(messages.url(pictureKey(picture))), "pixels");
  messages.close();
});

test("newer pixels of a variable take the place of the older ones, which are let go", async () => {
  const { messages } = makeMessages();
  messages.receive({ say: "thumbnail", name: "fig", type: "image/png" }, [bytes("old")]);
  const before = messages.url(thumbnailKey("fig"));
  messages.receive({ say: "thumbnail", name: "fig", type: "image/png" }, [bytes("new")]);
  assert.equal(await readPixels(messages.url(thumbnailKey("fig"))), "new");
  assert.equal(await readPixels(before), undefined);
  messages.close();
  assert.equal(messages.url(thumbnailKey("fig")), undefined);
});

test("a variable that could not be drawn has no address", () => {
  const { messages } = makeMessages();
  messages.receive({ say: "thumbnail", name: "fig", problem: "It is empty." });
  assert.equal(messages.url(thumbnailKey("fig")), undefined);
});

test("a variable named like a picture's id keeps pixels of its own", () => {
  assert.notEqual(thumbnailKey("1/1"), pictureKey(makePicture()));
});

test("each view hears the messages of a kind until it is closed", () => {
  const { messages } = makeMessages();
  /** @type {string[]} */
  const heard = [];
  const closing = new AbortController();
  messages.on("markdown", ({ text }) => heard.push(text), closing.signal);
  messages.on("markdown", ({ text }) => heard.push(text.toUpperCase()));
  messages.receive({ say: "markdown", text: "a" });
  closing.abort();
  messages.receive({ say: "markdown", text: "b" });
  messages.receive({ say: "hello" });
  assert.deepEqual(heard, ["a", "A", "B"]);
});

test("a message of a kind that is not known is let pass", () => {
  const { messages } = makeMessages();
  messages.receive(/** @type {any} */ ({ say: "news of a later version" }));
});

test("a piece of a file is waited for until the kernel has it", async () => {
  const { messages, sent } = makeMessages();
  const piece = new ArrayBuffer(3);
  const waiting = messages.sendAndWait({ do: "piece", key: "k", at: 0 }, [piece]);
  assert.deepEqual(sent, [{ content: { do: "piece", key: "k", at: 0 }, buffers: [piece] }]);
  messages.receive({ say: "arrived", key: "another", bytes: 9 });
  messages.receive({ say: "arrived", key: "k", bytes: 3 });
  assert.equal(await waiting, 3);
});

test("a file that the kernel refuses is waited for no longer", async () => {
  const { messages } = makeMessages();
  const waiting = messages.sendAndWait({ do: "begin file", key: "k", name: "a.png", size: 3 });
  messages.receive({ say: "refused", key: "k" });
  await assert.rejects(waiting, RefusedError);
});
