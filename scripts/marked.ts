const OPEN = "<!-- generated -->";
const CLOSE = "<!-- /generated -->";

/**
 * The document with another text between its marks.
 * @param name the document's, for the error
 * @throws Error when it does not hold the two marks once each, in order
 */
export function withMarked(document: string, generated: string, name: string): string {
  const [before, inside, ...others] = document.split(OPEN);
  const [, after, ...more] = inside?.split(CLOSE) ?? [];
  if (after === undefined || others.length + more.length > 0) {
    throw new Error(`${name} must hold ${OPEN} and then ${CLOSE}, once each.`);
  }
  return `${before}${OPEN}\n${generated.trim()}\n${CLOSE}${after}`;
}

/** What is between the marks of a document. @param name the document's, for the error */
export function generatedIn(document: string, name: string): string {
  const inside = document.split(OPEN)[1]?.split(CLOSE)[0];
  if (inside === undefined) throw new Error(`${name} must hold ${OPEN} and then ${CLOSE}.`);
  return inside;
}

/** The document without its marks and what is between them. */
export function handwritten(document: string): string {
  const close = document.indexOf(CLOSE);
  return close < 0
    ? document
    : document.slice(0, document.indexOf(OPEN)) + document.slice(close + CLOSE.length);
}
