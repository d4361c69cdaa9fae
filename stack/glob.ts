/**
 * Whether a glob matches a text: `*` stands for any text, `?` for one character. In steps no more than the product of their lengths: after a
 * mismatch only the latest `*` takes one character more.
 * Either may be a text, or a list of its characters, so that one that takes two units of UTF-16 counts as one.
 */
export function matchesGlob(glob: ArrayLike<string>, text: ArrayLike<string>): boolean {
  let [at, position, star, taken] = [0, 0, -1, 0];
  while (position < text.length) {
    if (glob[at] === "*") [star, taken, at] = [at, position, at + 1];
    else if (glob[at] === "?" || glob[at] === text[position]) [at, position] = [at + 1, position + 1];
    else if (star >= 0) [taken, at, position] = [taken + 1, star + 1, taken + 1];
    else return false;
  }
  while (glob[at] === "*") at++;
  return at === glob.length;
}
