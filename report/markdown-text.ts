import { cut } from "./cut";

/** Longer names are nobody's. */
const LONGEST_NAME = 100;

/** A name as code, whatever it holds: as entities nothing in it is markup, and GitHub looks for no mentions inside code. */
export function code(name: string): string {
  const shown = cut(name, LONGEST_NAME).replace(/\s+/g, " ");
  return `<code>${shown.replace(/[^\p{L}\p{N} /,-]/gu, entity)}</code>`;
}

/** Text without markup, links or mentions. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>()#+!|~&$^=]/g, entity)
    .replace(/@/g, `${entity("@")}\u200B`)
    .replace(/:\/\//g, `${entity(":")}\u200B//`)
    .replace(/^(\d+)\./, "$1&#46;")
    .replace(/^-/, entity);
}

/** Text as a block, word for word. */
export function fenced(text: string, language = "text"): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

const entity = (character: string) => `&#${character.codePointAt(0)};`;
