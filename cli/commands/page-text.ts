import { Help } from "commander";
import pc from "picocolors";

export interface Look {
  colour: boolean;
  /** Of the terminal, in characters. */
  width: number;
}

/** Wraps a paragraph, and indents it. @param hanging how much further every line but the first goes in */
export function wrapped(text: string, indent: number, { width }: Look, hanging = 0): string {
  const [first = "", ...rest] = new Help().boxWrap(text, width - indent - hanging).split("\n");
  return [
    " ".repeat(indent) + first,
    ...rest.map((line) => " ".repeat(indent + hanging) + line.trimStart()),
  ].join("\n");
}

/** A policy's page as a terminal shows it, without what its header derives from the policy. */
export function pageText(markdown: string, look: Look): string {
  const { bold, dim } = pc.createColors(look.colour);
  const [, written = markdown] = markdown.split("<!-- /generated -->");
  return blocksOf(written)
    .map((block) => {
      if (block.startsWith("```")) return dim(indented(block.split("\n").slice(1, -1).join("\n")));
      if (block.startsWith("#")) return bold(block.replace(/^#+ /, ""));
      if (block.startsWith("|")) return indented(block);
      const isItem = block.startsWith("- ");
      return wrapped(plain(block), 2, look, isItem ? 2 : 0);
    })
    .join("\n\n")
    .replace(/(\n {2}- .*(?:\n {4}\S.*)*)\n(?=\n {2}- )/g, "$1");
}

const indented = (text: string) => text.replace(/^(?=.)/gm, "    ");

/** Without links, emphasis and line breaks; code keeps its marks. */
function plain(paragraph: string): string {
  return paragraph
    .replace(/\s*\n\s*/g, " ")
    .replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, "$1 ($2)")
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replace(/\*\*([^*]+)\*\*/g, "$1");
}

/** Code blocks whole, tables whole, and the items of a list each by itself. */
function blocksOf(markdown: string): string[] {
  return markdown
    .split(/(^```[^\n]*\n[\s\S]*?^```$)/m)
    .flatMap((part) => (part.startsWith("```") ? [part] : part.split(/\n{2,}|\n(?=- )/)))
    .map((block) => block.trim())
    .filter(Boolean);
}
