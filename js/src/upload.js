// @ts-check
// Sending files to the kernel. No DOM.

/** @import { Messages } from "./messages.js" */

/**
 * Send a file in pieces, each after the previous one has arrived: front ends silently drop large
 * messages.
 * @param {Pick<Messages, "send" | "sendAndWait">} messages
 * @param {string} key - identifies this upload
 * @param {File} file
 * @param {object} options
 * @param {number} options.pieceSize - bytes
 * @param {AbortSignal} options.signal - cancels between two pieces
 * @param {(share: number) => void} options.onProgress - called with the share that has arrived, 0 to 1
 * @returns {Promise<void>}
 * @throws {RefusedError} If the kernel rejects the file.
 */
export async function sendInPieces(messages, key, file, { pieceSize, signal, onProgress }) {
  await messages.sendAndWait({ do: "begin file", key, name: fileName(file), size: file.size });
  for (let at = 0; at < file.size; at += pieceSize) {
    if (signal.aborted) {
      messages.send({ do: "forget file", key });
      return;
    }
    const bytes = await file.slice(at, at + pieceSize).arrayBuffer();
    const byteCount = await messages.sendAndWait({ do: "piece", key, at }, [bytes]);
    onProgress(byteCount / file.size);
  }
}

/** @param {File} file */
export const fileName = (file) => file.name || "pasted picture";

/**
 * Return the files that are images.
 * @param {Iterable<File> | undefined} files
 */
export const imageFiles = (files) =>
  [...(files ?? [])].filter(({ type }) => type.startsWith("image/"));
