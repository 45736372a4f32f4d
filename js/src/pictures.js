// @ts-check
// The pictures of a panel: which one is shown, and what is said of it. No DOM.

/** @import { Picture, PreparedPicture, Turn } from "./protocol.js" */

/**
 * Return whether a picture has pixels: it is prepared, and they are in the kernel.
 * @param {Picture | PreparedPicture | undefined} picture
 * @returns {picture is PreparedPicture}
 */
export const isPrepared = (picture) => Boolean(picture && "width" in picture && picture.width);

/** The picture that is shown: the newest, until the user chooses another. */
export class ShownPicture {
  /** @type {Set<string>} */
  #known = new Set();

  /** @type {string | null} */
  id = null;

  /**
   * Take the list of pictures as it is now; return whether it has new ones.
   * @param {Picture[]} pictures
   */
  update(pictures) {
    const fresh = pictures.filter(({ id }) => !this.#known.has(id));
    for (const { id } of fresh) this.#known.add(id);
    const isHere = pictures.some(({ id }) => id === this.id);
    const latest = fresh.at(-1) ?? (isHere ? undefined : pictures.at(-1));
    if (latest) this.id = latest.id;
    else if (!isHere) this.id = null;
    return fresh.length > 0;
  }
}

/**
 * Return the picture beside the one that is shown; after the last comes the first.
 * @param {Picture[]} pictures
 * @param {string | null} shownId
 * @param {1 | -1} step
 */
export function neighborPicture(pictures, shownId, step) {
  const index = pictures.findIndex(({ id }) => id === shownId);
  return pictures[(index + step + pictures.length) % pictures.length];
}

/**
 * Return the line under a picture: its size as it is sent, its tokens, what was done to it.
 * @param {PreparedPicture} picture
 */
export function pictureCaption({ width, height, original, tokens, notes }) {
  const size = `${width} × ${height} px`;
  const isScaled = original[0] !== width || original[1] !== height;
  const whole = isScaled ? `${size} (from ${original[0]} × ${original[1]})` : size;
  return [whole, `${tokens.toLocaleString()} tokens`, ...notes].join(" · ");
}

/**
 * Return the regions of the last answer that has any on a picture.
 * @param {Turn[]} turns
 * @param {Picture} picture
 */
export function latestRegions(turns, picture) {
  for (const turn of [...turns].reverse()) {
    const regions = turn.regions.filter((region) => region.picture === picture.name);
    if (regions.length && turn.pictures.includes(picture.id)) return regions;
  }
  return [];
}
