/**
 * About how wide a text is in whatever sans-serif a reader has, in pixels: as wide as in the widest that is common, so that there is room in any.
 * @param size of the type, in pixels
 */
export function widthOf(text: string, size: number, isBold = false): number {
  let width = 0;
  for (const character of text.normalize("NFC")) width += emsOf(character);
  return Math.ceil(width * size * (isBold ? 1.1 : 1));
}

function emsOf(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  if (/[ilj.,:;'|!\s()[\]/-]/.test(character)) return 0.39;
  if (/[ftrI"*]/.test(character)) return 0.42;
  if (/[mwMW@%—…→×&]/.test(character)) return 1;
  if (/[A-Z_~+=<>#OQD]/.test(character)) return 0.8;
  if (/[a-z0-9]/.test(character)) return 0.64;
  return character < "\u0500" ? 0.85 : 1.3;
}
