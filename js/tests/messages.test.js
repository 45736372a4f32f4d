// @ts-check
import assert from "node:assert/strict";
import { resolveObjectURL } from "node:buffer";
import { test } from "node:test";
import { Messages, pictureKey, RefusedError, thumbnailKey } from "../src/messages.js";
import { makePicture } from "./factories.js";

/** Messages over a model that records what is sent. */
function makeMessages() {
  /** @type {{ content: any, buffers: any }[]} */
  const outbox = [];
  const model = {
    send: (/** @type {any} */ content, /** @type {any} */ _, /** @type {any} */ buffers) =>
      outbox.push({ content, buffers }),
  };
  return { messages: new Messages(/** @type {any} */ (model)), outbox };
}

/** @param {string} text */
const bytes = (text) => new DataView(new TextEncoder().encode(text).buffer);

/** @param {string | undefined} url */
const readPixels = (url) => resolveObjectURL(url ?? "")?.text();

test("the pixels of each version of a picture are requested once", () => {
  const { messages, outbox } = makeMessages();
  messages.requestPixels(makePicture());
  messages.requestPixels(makePicture());
  messages.requestPixels(makePicture({ version: 2 }));
  assert.deepEqual(
    outbox.map(({ content }) => content),
    [
      { do: "picture", id: "1" },
      { do: "picture", id: "1" },
    ],
  );
});

test("pixels that have arrived have a URL", async () => {
  const { messages } = makeMessages();
  const picture = makePicture();
  assert.equal(messages.url(pictureKey(picture)), undefined);
  messages.receive({ say: "picture", id: "1", version: 1, type: "image/png" }, [bytes("pixels")]);
  assert.equal(await readPixels(messages.url(pictureKey(picture))), "pixels");
  messages.close();
});

test("new pixels of a variable replace the old ones, which are released", async () => {
  const { messages } = makeMessages();
  messages.receive({ say: "thumbnail", name: "fig", type: "image/png" }, [bytes("old")]);
  const previous = messages.url(thumbnailKey("fig"));
  messages.receive({ say: "thumbnail", name: "fig", type: "image/png" }, [bytes("new")]);
  assert.equal(await readPixels(messages.url(thumbnailKey("fig"))), "new");
  assert.equal(await readPixels(previous), undefined);
  messages.close();
  assert.equal(messages.url(thumbnailKey("fig")), undefined);
});

test("a variable that could not be drawn has no URL", () => {
  const { messages } = makeMessages();
  messages.receive({ say: "thumbnail", name: "fig", problem: "It is empty." });
  assert.equal(messages.url(thumbnailKey("fig")), undefined);
});

test("thumbnails and pictures never share a key", () => {
  assert.notEqual(thumbnailKey("1/1"), pictureKey(makePicture()));
});

test("each view receives messages until it is closed", () => {
  const { messages } = makeMessages();
  /** @type {string[]} */
  const texts = [];
  const controller = new AbortController();
  messages.on("markdown", ({ text }) => texts.push(text), controller.signal);
  messages.on("markdown", ({ text }) => texts.push(text.toUpperCase()));
  messages.receive({ say: "markdown", text: "a" });
  controller.abort();
  messages.receive({ say: "markdown", text: "b" });
  messages.receive({ say: "hello" });
  assert.deepEqual(texts, ["a", "A", "B"]);
});

test("an unknown kind of message is ignored", () => {
  const { messages } = makeMessages();
  messages.receive(/** @type {any} */ ({ say: "news of a later version" }));
});

test("sending a piece waits until the kernel has it", async () => {
  const { messages, outbox } = makeMessages();
  const piece = new ArrayBuffer(3);
  const arrival = messages.sendAndWait({ do: "piece", key: "k", at: 0 }, [piece]);
  assert.deepEqual(outbox, [{ content: { do: "piece", key: "k", at: 0 }, buffers: [piece] }]);
  messages.receive({ say: "arrived", key: "another", bytes: 9 });
  messages.receive({ say: "arrived", key: "k", bytes: 3 });
  assert.equal(await arrival, 3);
});

test("a rejected file ends the wait with an error", async () => {
  const { messages } = makeMessages();
  const arrival = messages.sendAndWait({ do: "begin file", key: "k", name: "a.png", size: 3 });
  messages.receive({ say: "refused", key: "k" });
  await assert.rejects(arrival, RefusedError);
});
