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
