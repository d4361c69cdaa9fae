import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { readUrn, STACK_TYPE } from "../../stack/urn";
import { LEFT_ALONE } from "./replacements";

/**
 * What tells one finding from others through runs, stacks, moves in the program and other parents: 16 hexadecimal digits of the policy, the project,
 * the type and name of the resource, and what the message says. Neither the order of rules nor counts nor the packet shown as an example matter.
 * Two findings are told apart unless one policy says the same of two resources of one type and name, or of two rules alike of one resource.
 * @param message with or without the steps that it may end with, such as `ingress[0] admits tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.`
 */
export function fingerprint(policy: string, urn: string, message: string, remediationSteps = ""): string {
  const { project, type, name } = readUrn(urn);
  // Its name holds the stack's.
  const ownName = type === STACK_TYPE ? "" : name;
  const subject = [policy, project, type, ownName, wordsOf(withoutSteps(message, remediationSteps))];
  return digest(subject);
}

/** 16 hexadecimal digits that stand for what is given. */
export function digest(subject: unknown): string {
  return createHash("sha256").update(JSON.stringify(subject)).digest("hex").slice(0, 16);
}

export const isFingerprint = (text: string): boolean => /^[0-9a-f]{16}$/.test(text);

/** A message without how to mend what it tells. */
function withoutSteps(message: string, remediationSteps: string): string {
  const endings = [remediationSteps, LEFT_ALONE].filter((ending) => ending !== "");
  return endings.reduce(
    (text, ending) => (text.endsWith(ending) ? text.slice(0, -ending.length).trimEnd() : text),
    message.trimEnd(),
  );
}

/** The words of a message, each once and in their own order, without what may differ from run to run. */
function wordsOf(message: string): string[] {
  const words = withoutExample(message)
    .replace(LEFT_OUT, "")
    .replace(/\[\d+\]/g, "[]")
    .replace(COUNT, "")
    .split(/[\s,]+/)
    .map((word) => word.replace(/"|[.:;]+$/g, ""))
    .map((word) => SAID_OF_ONE.get(word) ?? word);
  return [...new Set(words)].filter((word) => word !== "" && isIP(word) === 0).sort();
}

/** What is said of several rules, as it is said of one: a rule that joins another, or takes over a part of it, changes nothing else of what they do. */
const SAID_OF_ONE: ReadonlyMap<string, string> = new Map([
  ...["admit", "allow", "decide", "let", "record", "say", "send", "share"].map(
    (verb) => [verb, `${verb}s`] as const,
  ),
  ...([
    ["are", "is"],
    ["do", "does"],
    ["have", "has"],
    ["them", "it"],
  ] as const),
  ...([
    ["endpoints", "endpoint"],
    ["an", ""],
    ["and", ""],
    ["together", ""],
  ] as const),
]);

/** Of a default, which is the same whether the program leaves it out or the provider has filled it in, in quotes then. */
const LEFT_OUT = /\bleft out, which means /g;

/** A message without the packet that it shows, such as `, such as tcp 22 from 198.51.100.7`. */
export function withoutExample(message: string): string {
  return message.replace(EXAMPLE, "");
}

const EXAMPLE = /, such as .*?(?=, and |\. |\.?$)/gm;

/** A number of things, such as `22` in `22 ingress rules, more than 20`; a port follows its protocol or another port, an account has more digits: neither is one. */
const COUNT =
  /(?<=\bmore than )\d+\b|(?<=\s)(?<!(?:\b(?:tcp|udp|type|protocol|ports?)|,)\s)\d{1,6}(?= (?!(?:from|to|by|or|and|in|on)\b)[a-z])/g;
