import { visible } from "../visible";

/** Text as it stands between tags and in quoted attributes. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its attributes, of which undefined ones are left out. @param content markup */
export function element(name: string, attributes: Attributes = {}, content?: string): string {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join("");
  return content === undefined ? `<${name}${said}/>` : `<${name}${said}>${content}</${name}>`;
}
