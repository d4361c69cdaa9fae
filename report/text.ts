import { isAbsolute, relative, sep } from "node:path";
import pc from "picocolors";
import { withoutExample } from "../policies/kit/fingerprint";
import { groupBy } from "../stack/multimap";
import {
  byGravity,
  type FindingLevel,
  levels,
  type ReportedFinding,
  resourceCount,
  type SourcePosition,
} from "./finding";
import { messageOf, shortName } from "./message";

export interface TextOptions {
  colour: boolean;
  /** Source positions below this folder are shown relative to it. */
  directory: string;
}

function place({ file, line }: SourcePosition, directory: string): string {
  const path = relative(directory, file);
  return `${path.startsWith(`..${sep}`) || isAbsolute(path) ? file : path}:${line}`;
}

/** `3 mandatory, 2 advisory in 4 resources` */
function count(findings: readonly ReportedFinding[]): string {
  const counts = levels
    .map((level) => ({ level, number: findings.filter((finding) => finding.level === level).length }))
    .filter(({ number }) => number > 0)
    .map(({ level, number }) => `${number} ${level}`);
  const resources = resourceCount(findings);
  return `${counts.join(", ")} in ${resources} ${resources === 1 ? "resource" : "resources"}`;
}

/** Findings that are read as one. */
interface Block {
  /** By URN, in the order in which they were found, so that the first says where the block belongs. */
  readonly findings: ReportedFinding[];
  readonly urns: Set<string>;
}

/** A message that begins with rules, such as `ingress[0] and ingress[1]`, or with `it` of a resource that is one rule. */
const SUBJECT = /^(?:it(?= (?:together )?admit)|(?:[\w.]+\[\d+\][\w.[\]]*(?:, | and )?)+)/;

/**
 * The gravest first. What is said alike of several resources is one block; so is what several policies say of the same rules of the same
 * resources, and what one policy says of the same ones otherwise.
 */
function blocksOf(findings: readonly ReportedFinding[]): Block[] {
  const alike = merged(
    [...findings].sort(byGravity).map((one) => ({ findings: [one], urns: new Set([one.urn]) })),
    ({ policy, level }, message) => [policy, level, shapeOf(message)],
  );
  return merged(alike, ({ policy, level }, message, urns) => {
    const [subject] = SUBJECT.exec(message) ?? [];
    return [[...urns].sort(), subject ?? [policy], level];
  });
}

/** What a message says whichever of several numbered resources it names, such as `Subnet private-1` and `Subnet private-2`. */
function shapeOf(message: string): string {
  return message.replace(/\b[A-Z]+[a-z]\w* [\w.-]*\d[\w.-]*/g, (title) => title.replace(/\d+/g, "#"));
}

/** Blocks of one key as one, in the order of the first. */
function merged(
  blocks: readonly Block[],
  keyOf: (first: ReportedFinding, message: string, urns: ReadonlySet<string>) => unknown,
): Block[] {
  const byKey = new Map<string, Block>();
  for (const { findings, urns } of blocks) {
    const [first] = findings as [ReportedFinding];
    const key = JSON.stringify(keyOf(first, messageOf(first), urns));
    const block = byKey.get(key) ?? { findings: [], urns: new Set<string>() };
    block.findings.push(...findings);
    for (const urn of urns) block.urns.add(urn);
    byKey.set(key, block);
  }
  return [...byKey.values()];
}

const indent = (text: string, width: number) =>
  text
    .split("\n")
    .map((line) => (line ? " ".repeat(width) + line : line))
    .join("\n");

/** The first few of the resources of a block, and how many more there are. */
const MOST_NAMES = 3;

/**
 * The findings by target and resource, those that are alike together, the gravest first, and their count; "" when there are none. How to mend what a
 * policy finds is told where it finds it first.
 */
export function toText(findings: readonly ReportedFinding[], options: TextOptions): string {
  if (findings.length === 0) return "";
  const { bold } = pc.createColors(options.colour);
  const lines = [...new Set(findings.map(({ target }) => target))].flatMap((target) => [
    ...(target === undefined ? [] : [bold(`== ${target}`), ""]),
    ...linesOf(
      findings.filter((finding) => finding.target === target),
      options,
    ),
    "",
  ]);
  return [...lines, count(findings), ""].join("\n");
}

function linesOf(findings: readonly ReportedFinding[], options: TextOptions): string[] {
  const lines: string[] = [];
  let latest: string | undefined;
  const told = new Set<string>();
  for (const block of inOneOrder(blocksOf(findings))) {
    const title = titleOf(block, options);
    if (title !== latest) lines.push(...(latest === undefined ? [] : [""]), title);
    latest = title;
    lines.push(...textOf(block, told, options));
  }
  return lines;
}

/** The blocks of one resource one after another, where the first of them stands. */
function inOneOrder(blocks: readonly Block[]): Block[] {
  const byPlace = groupBy(blocks, ({ urns }) => [...urns].join(" "));
  return [...byPlace.values()].flat();
}

/** `Subnet a  index.ts:7, b  index.ts:9`: a type is told where it changes; of many `6 resources: Subnet a  index.ts:7, b  index.ts:9 and 4 more`. */
function titleOf({ findings, urns }: Block, { colour, directory }: TextOptions): string {
  const { bold, cyan } = pc.createColors(colour);
  let latest: string | undefined;
  const names = [...urns].slice(0, MOST_NAMES + (urns.size === MOST_NAMES + 1 ? 1 : 0)).map((urn) => {
    const source = findings.find((finding) => finding.urn === urn && finding.source)?.source;
    const [type, ...name] = shortName(urn).split(" ");
    const title = type === latest && name.length > 0 ? name.join(" ") : shortName(urn);
    latest = type;
    return bold(title) + (source ? `  ${cyan(place(source, directory))}` : "");
  });
  const more = urns.size - names.length;
  return more > 0
    ? `${bold(`${urns.size} resources`)}: ${names.join(", ")} and ${more} more`
    : names.join(", ");
}

/** @param told the steps that need not be told again, to which those of this block are added */
function textOf({ findings }: Block, told: Set<string>, { colour }: TextOptions): string[] {
  const { dim, green, red, yellow } = pc.createColors(colour);
  const paint: Record<FindingLevel, (text: string) => string> = {
    mandatory: red,
    advisory: yellow,
    remediated: green,
  };
  const unique = (texts: readonly (string | undefined)[]) =>
    [...new Set(texts)].filter((text) => !!text) as string[];
  const [{ level, severity }] = findings as [ReportedFinding];
  const steps = unique(findings.map((one) => one.remediationSteps)).filter((text) => !told.has(text));
  for (const text of steps) told.add(text);
  return [
    `  ${paint[level](level)}${severity ? dim(` ${severity}`) : ""}  ${unique(findings.map((one) => one.policy)).join(", ")}`,
    ...shownOf(unique(findings.map(messageOf))).map((text) => indent(text, 4)),
    ...steps.map((text) => dim(indent(text, 4))),
  ];
}

/**
 * Messages, of those that are alike but for the packet that they show the first; and of those that are alike but for the resources that they name the
 * first alone where they are long, else the first few.
 */
function shownOf(messages: readonly string[]): string[] {
  const different = admittedTogether([...groupBy(messages, withoutExample).values()].map(([first]) => first));
  const byShape = groupBy(different, shapeOf);
  return [...byShape.values()].flatMap((alike) => {
    const most = alike[0].includes("\n") ? 1 : MOST_NAMES;
    const more = alike.length - most;
    return more > 0
      ? [...alike.slice(0, most), `and ${more} more like ${most === 1 ? "this" : "these"}.`]
      : alike;
  });
}

/** What the same rules admit from the same sources, as several policies say it. */
const ADMITTED = /^(?<rules>.+? admits? )(?<services>.+)(?<sources> from .+)$/;

/** `ingress[0] admits tcp 22; every tcp port from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.`: the same rules and sources once, with the first example. */
function admittedTogether(messages: readonly string[]): string[] {
  const partsOf = (message: string) => ADMITTED.exec(withoutExample(message))?.groups;
  const alike = groupBy(messages, (message) => {
    const { rules, sources } = partsOf(message) ?? {};
    return rules === undefined ? message : JSON.stringify([rules, sources]);
  });
  return [...alike.values()].map((group) => {
    const [first] = group;
    const { rules = "", services = "" } = partsOf(first) ?? {};
    const all = group.map((message) => partsOf(message)?.services ?? "").join("; ");
    return group.length === 1 ? first : rules + all + first.slice(rules.length + services.length);
  });
}
