import { AddressSet } from "../algebra/addresses";
import { isSubset } from "../algebra/set";
import { titleOf } from "./resource";

/** The secret values of a run's resources, which no message may quote. */
export class Secrets {
  private readonly byUrn = new Map<string, Holder>();
  private readonly everywhere = new Set<string>();
  private readonly blocks: AddressSet[] = [];
  /** The longest first, since one secret may be part of another; put in order when a text is first masked. */
  private ordered: readonly string[] | undefined;

  /** @param values the strings and numbers that a resource holds and that its program marks secret */
  add(urn: string, type: string, name: string, values: readonly (string | number)[]): void {
    if (values.length === 0) return;
    const holder = this.byUrn.get(urn) ?? { title: titleOf(type, name), words: new Set(), blocks: [] };
    this.byUrn.set(urn, holder);
    this.ordered = undefined;
    for (const value of values.map(String).flatMap((text) => [text, ...partsOf(text)])) {
      if (value.length >= TELLING) this.everywhere.add(value);
      else if (value !== "") holder.words.add(value);
      const block = blockOf(value);
      if (block !== undefined) (isNarrow(block) ? this.blocks : holder.blocks).push(block);
    }
  }

  /** A message about a resource without secret values, and without addresses that lie within secret blocks. */
  mask(message: string, urn: string): string {
    if (this.byUrn.size === 0) return message;
    const holders = [...this.byUrn].flatMap(([of, holder]) =>
      of === urn || message.includes(holder.title) ? [holder] : [],
    );
    const blocks = [...this.blocks, ...holders.flatMap((holder) => holder.blocks)];
    let masked = message.replace(ADDRESS, (text) => {
      const address = blocks.length === 0 ? undefined : blockOf(text);
      return address !== undefined && blocks.some((block) => isSubset(address, block)) ? MASK : text;
    });
    this.ordered ??= [...this.everywhere].sort((a, b) => b.length - a.length);
    for (const text of this.ordered) {
      masked = masked.replaceAll(text, MASK);
    }
    const words = new Set(holders.flatMap((holder) => [...holder.words]));
    return words.size === 0 ? masked : masked.replace(WORD, (word) => (words.has(word) ? MASK : word));
  }
}

interface Holder {
  readonly title: string;
  readonly words: Set<string>;
  readonly blocks: AddressSet[];
}

const MASK = "[secret]";

/** From how many characters on a secret says something by itself; a shorter one, such as a port, only beside its holder. */
const TELLING = 8;

const ADDRESS =
  /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?:\/\d{1,3})?(?![\w.:]*\w)/gi;
const WORD = /[\p{L}\p{N}_]+/gu;

/** What messages quote of a text without the rest: blocks of a list, ports of a range, accounts, and what statements of a policy are called. */
function partsOf(text: string): string[] {
  const blocks = text.split(/[\s,;]+/).filter((part) => part !== text && blockOf(part) !== undefined);
  const ports = /^\d+\/\d+$/.test(text) ? text.split("/") : [];
  return [...blocks, ...ports, ...(text.match(/\b\d{12}\b/g) ?? []), ...statementsOf(text)];
}

function statementsOf(text: string): string[] {
  const ids: string[] = [];
  if (!text.includes("Sid")) return ids;
  try {
    JSON.parse(text, (key, value) => {
      if (key === "Sid" && typeof value === "string") ids.push(value);
      return value;
    });
  } catch {
    // What is no JSON has no statements.
  }
  return ids;
}

function blockOf(text: string): AddressSet | undefined {
  return AddressSet.parse(text) ?? AddressSet.parse(`${text}/${text.includes(":") ? 128 : 32}`);
}

/** Whether a block is so narrow that an address inside it gives it away. */
function isNarrow(block: AddressSet): boolean {
  return block.count("IPv4") <= 65_536n && block.count("IPv6") <= 1n << 80n;
}
