/** A function of texts that keeps its answers, up to a number of them: the same names and documents are asked about again and again. */
export function remembered<Answer>(
  answer: (text: string) => Answer,
  most = 10_000,
): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const found = answer(text);
    known.set(text, found);
    return found;
  };
}

/** A function of objects that keeps its answers, undefined among them, for as long as these are there. */
export function rememberedOf<Key extends object, Answer>(answer: (key: Key) => Answer): (key: Key) => Answer {
  const known = new WeakMap<Key, Answer>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined || known.has(key)) return before as Answer;
    const found = answer(key);
    known.set(key, found);
    return found;
  };
}
