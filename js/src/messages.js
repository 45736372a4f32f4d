// @ts-check
// The connection to the kernel, shared by all views of a panel. No DOM.

import { TurnStore } from "./turns.js";

/** @import { AnyModel } from "@anywidget/types" */
/** @import { FileMessage, FromKernel, Picture, ToKernel, Traits } from "./protocol.js" */

/** The kernel rejected a file; it displays the reason itself. */
export class RefusedError extends Error {}

/**
 * Return the key for the pixels of a picture.
 * @param {Picture} picture
 */
export const pictureKey = ({ id, version }) => `picture/${id}/${version}`;

/**
 * Return the key for the pixels of a variable's thumbnail.
 * @param {string} name
 */
export const thumbnailKey = (name) => `variable/${name}`;

/** A panel's messages to and from its kernel, and the pixels and turns received. */
export class Messages {
  turns = new TurnStore();

  #events = new EventTarget();

  /** @type {Map<string, string>} object URL of pixels, by key */
  #urls = new Map();

  /** @type {Set<string>} keys of pixels already requested */
  #requested = new Set();

  /** @type {Map<string, PromiseWithResolvers<number>>} by the key of a file */
  #arrivals = new Map();

  /** @param {AnyModel<Traits>} model */
  constructor(model) {
    this.model = model;
  }

  /**
   * @param {ToKernel} message
   * @param {ArrayBuffer[]} [buffers]
   */
  send(message, buffers) {
    this.model.send(message, undefined, buffers);
  }

  /**
   * Handle a message from the kernel. An unknown kind, which another version might send, is
   * ignored.
   * @param {FromKernel[keyof FromKernel]} message
   * @param {DataView[]} [buffers]
   */
  receive(message, buffers = []) {
    const [buffer] = buffers;
    if (message.say === "picture" && buffer)
      this.#storePixels(pictureKey(/** @type {any} */ (message)), buffer, message.type);
    else if (message.say === "thumbnail" && buffer)
      this.#storePixels(thumbnailKey(message.name), buffer, message.type);
    else if (message.say === "turns") this.turns.replace(message.turns);
    else if (message.say === "turn") this.turns.update(message);
    else if (message.say === "arrived") this.#arrivals.get(message.key)?.resolve(message.bytes);
    else if (message.say === "refused")
      this.#arrivals.get(message.key)?.reject(new RefusedError(message.key));
    this.#events.dispatchEvent(new CustomEvent(message.say, { detail: message }));
  }

  /**
   * Call a function for each message of a kind, until the signal is aborted.
   * @template {keyof FromKernel} Kind
   * @param {Kind} kind
   * @param {(message: FromKernel[Kind]) => void} handler
   * @param {AbortSignal} [signal]
   */
  on(kind, handler, signal) {
    /** @param {Event} event */
    const listener = (event) => handler(/** @type {CustomEvent} */ (event).detail);
    this.#events.addEventListener(kind, listener, { signal });
  }

  /**
   * Return a URL for pixels that have arrived, or undefined.
   * @param {string} key
   */
  url(key) {
    return this.#urls.get(key);
  }

  /**
   * Request the pixels of a picture, only once for all views.
   * @param {Picture} picture
   */
  requestPixels(picture) {
    const key = pictureKey(picture);
    if (this.#requested.has(key)) return;
    this.#requested.add(key);
    this.send({ do: "picture", id: picture.id });
  }

  /**
   * Send one step of a file upload, wait for the kernel, and return the number of bytes it has.
   * @param {FileMessage} message
   * @param {ArrayBuffer[]} [buffers]
   * @returns {Promise<number>}
   */
  async sendAndWait(message, buffers) {
    const arrival = withResolvers();
    this.#arrivals.set(message.key, arrival);
    this.send(message, buffers);
    try {
      return await arrival.promise;
    } finally {
      this.#arrivals.delete(message.key);
    }
  }

  /** Release the pixels. */
  close() {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  /**
   * @param {string} key
   * @param {DataView} buffer
   * @param {string | undefined} type
   */
  #storePixels(key, buffer, type) {
    const previous = this.#urls.get(key);
    if (previous !== undefined) URL.revokeObjectURL(previous);
    const pixels = new Blob([/** @type {DataView<ArrayBuffer>} */ (buffer)], { type });
    this.#urls.set(key, URL.createObjectURL(pixels));
  }
}

/**
 * `Promise.withResolvers`, which older browsers lack.
 * @returns {PromiseWithResolvers<number>}
 */
function withResolvers() {
  /** @type {any} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}
