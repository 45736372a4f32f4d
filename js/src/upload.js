// @ts-check
// A file's way to the kernel. No DOM.

/** @import { Messages } from "./messages.js" */

/**
 * Send a file in pieces, each when the one before it has arrived: front ends drop large messages
 * without a word.
 * @param {Pick<Messages, "send" | "sendAndWait">} messages
 * @param {string} key - of this transfer
 * @param {File} file
 * @param {object} options
 * @param {number} options.pieceSize - bytes
 * @param {AbortSignal} options.signal - cancels it between two pieces
 * @param {(share: number) => void} options.onProgress - takes the share that has arrived, 0 to 1
 * @returns {Promise<void>}
 * @throws {RefusedError} The kernel does not take it.
 */
export async function sendInPieces(messages, key, file, { pieceSize, signal, onProgress }) {
  await messages.sendAndWait({ do: "begin file", key, name: fileName(file), size: file.size });
  for (let at = 0; at < file.size; at += pieceSize) {
    if (signal.aborted) {
      messages.send({ do: "forget file", key });
      return;
    }
    const bytes = await file.slice(at, at + pieceSize).arrayBuffer();
    const arrived = await messages.sendAndWait({ do: "piece", key, at }, [bytes]);
    onProgress(arrived / file.size);
  }
}

/** @param {File} file */
export const fileName = (file) => file.name || "pasted picture";

/**
 * Return the pictures among files.
 * @param {Iterable<File> | undefined} files
 */
export const imageFiles = (files) =>
  [...(files ?? [])].filter(({ type }) => type.startsWith("image/"));
