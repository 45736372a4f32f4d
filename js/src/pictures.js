// @ts-check
// The pictures of a panel, and the active one. No DOM.

/** @import { Picture, PreparedPicture, Turn } from "./protocol.js" */

/**
 * Return whether a picture has pixels in the kernel.
 * @param {Picture | PreparedPicture | undefined} picture
 * @returns {picture is PreparedPicture}
 */
export const isPrepared = (picture) => Boolean(picture && "width" in picture && picture.width);

/**
 * Return whether a picture is a figure that can name its marks and has data.
 * @param {Picture} picture
 */
export const isLive = ({ live }) => live;

/** The picture on display: the newest one, until the user selects another. */
export class ActivePicture {
  /** @type {Set<string>} */
  #ids = new Set();

  /** @type {string | null} */
  id = null;

  /**
   * Update to the current list of pictures, and return whether any are new.
   * @param {Picture[]} pictures
   */
  update(pictures) {
    const newPictures = pictures.filter(({ id }) => !this.#ids.has(id));
    for (const { id } of newPictures) this.#ids.add(id);
    const isHere = pictures.some(({ id }) => id === this.id);
    const latest = newPictures.at(-1) ?? (isHere ? undefined : pictures.at(-1));
    if (latest) this.id = latest.id;
    else if (!isHere) this.id = null;
    return newPictures.length > 0;
  }
}

/**
 * Return the picture next to the active one, wrapping around at the ends.
 * @param {Picture[]} pictures
 * @param {string | null} activeId
 * @param {1 | -1} step
 */
export function neighborPicture(pictures, activeId, step) {
  const index = pictures.findIndex(({ id }) => id === activeId);
  return pictures[(index + step + pictures.length) % pictures.length];
}

/**
 * Return a picture's caption: size as sent, tokens, changes made to it.
 * @param {PreparedPicture} picture
 */
export function pictureCaption({ width, height, original, tokens, notes }) {
  const size = `${width} × ${height} px`;
  const isScaled = original[0] !== width || original[1] !== height;
  const whole = isScaled ? `${size} (from ${original[0]} × ${original[1]})` : size;
  return [whole, `${tokens.toLocaleString()} tokens`, ...notes].join(" · ");
}

/**
 * Return the regions on a picture from the last answer that has any there.
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
