import { type FindingLevel, type ReportedFinding, severities } from "../report/finding";
import type { JudgedPolicy, Verdict } from "../report/verdict";
import { readUrn } from "../stack/urn";
import { CannotRun } from "./cannot-run";
import { Coverage } from "./coverage";
import { about, parseJson, readText } from "./document";
import { changesText } from "./pack/changes";
import { saidBy } from "./pack/policy";
import { isObject, type Properties } from "./properties";

/** What is known of a policy whose findings the engine reports. */
export type PolicyFacts = Omit<JudgedPolicy, "pack">;

const ways =
  "network-guard report reads what `PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json`, `pulumi up --json`, " +
  "`--event-log <file>` of either, with PULUMI_DEBUG_COMMANDS=true, and `pulumi policy analyze --json` write";

const kinds = {
  run: { one: "unfinished run", many: "unfinished runs" },
  stack: { one: "stack as a whole", many: "stacks as a whole" },
};

/** One event, as far as it is about policies. */
interface PolicyEvent {
  /** Such as `policyEvent`. */
  name: string;
  /** What it says. */
  content: Record<string, unknown>;
}

/**
 * What the events of Pulumi's engine tell of policies: an object of JSON a line, other lines between them.
 * @param facts by policy, of those that are known
 * @throws CannotRun when the file holds no events, or no policy pack ran
 */
export function verdictIn(file: string, facts: ReadonlyMap<string, PolicyFacts>): Verdict {
  return about(file, () => {
    const { events, isCutOff } = eventsIn(readText(file));
    const coverage = new Coverage();
    const findings = unique(events.flatMap((event) => findingIn(event, facts) ?? []));
    refuseWithoutPacks(events);
    noteUnfinished(events, isCutOff, coverage);
    const resources = judgedIn(events);
    return {
      findings,
      ...(resources !== undefined && { resources }),
      policies: policiesIn(events, findings, facts),
      ...coverage.outcome,
    };
  });
}

/** The events about policies, and the one that ends a run; a run that was killed may leave half a line. */
function eventsIn(text: string): { events: PolicyEvent[]; isCutOff: boolean } {
  const lines = text.split("\n").map((line) => line.trim());
  const last = lines.findLastIndex((line) => line !== "");
  const events: PolicyEvent[] = [];
  let isEventLog = false;
  let isCutOff = false;
  for (const [position, line] of lines.entries()) {
    if (!line.startsWith("{") || !/"sequence":\d/.test(line)) continue;
    isEventLog = true;
    // What a program logs, and the properties of resources, are none of a report's business.
    if (!/"(policy\w*|summary)Event":\{/.test(line)) continue;
    const event = position === last ? parsedOr(line) : about(`line ${position + 1}`, () => parseJson(line));
    if (event === undefined) isCutOff = true;
    else events.push(...policyEventsOf(event));
  }
  if (!isEventLog) throw new CannotRun(`${strangerIn(text)}; ${ways}`);
  return { events, isCutOff };
}

function parsedOr(line: string): unknown {
  try {
    return parseJson(line);
  } catch (error) {
    if (error instanceof CannotRun) return undefined;
    throw error;
  }
}

function policyEventsOf(event: unknown): PolicyEvent[] {
  return Object.entries(isObject(event) ? event : {}).flatMap(([name, content]) =>
    /^(policy\w*|summary)Event$/.test(name) && isObject(content) ? { name, content } : [],
  );
}

/** What people hand over in place of events. */
function strangerIn(text: string): string {
  if (/^\s*\{/.test(text) && /"steps"\s*:/.test(text))
    return "this is the digest of a preview, which drops what policies say";
  if (/^\s*\{/.test(text) && /"(deployment|checkpoint)"\s*:/.test(text)) return "this is a state";
  return text.trim() === "" ? "the file is empty" : "there are no events of Pulumi's engine here";
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const textsOf = (value: unknown) => (Array.isArray(value) ? value.map(textOf) : []);

function findingIn(
  { name, content }: PolicyEvent,
  facts: ReadonlyMap<string, PolicyFacts>,
): ReportedFinding | undefined {
  const policy = textOf(content.policyName);
  const known = facts.get(policy);
  const shared = {
    policy,
    pack: textOf(content.policyPackName),
    urn: textOf(content.resourceUrn) || "the stack",
  };
  if (name === "policyRemediationEvent") return { ...shared, ...mendingIn(content, known) };
  if (name !== "policyEvent") return undefined;
  const severity = severities.find((one) => one === content.severity) ?? known?.severity;
  const message = uncoloured(textOf(content.message)).trim();
  const description = known && message.startsWith(known.description) ? known.description : "";
  return {
    ...shared,
    ...(severity && { severity }),
    ...(known && description !== "" && saidBy(known)),
    // A violation that remediation left is mandatory, as for the engine.
    level: isStopping(content.enforcementLevel) ? "mandatory" : "advisory",
    description,
    message: message.slice(description.length).trim(),
  };
}

/** What a remediation has changed. */
function mendingIn(
  content: PolicyEvent["content"],
  known: PolicyFacts | undefined,
): Omit<ReportedFinding, "policy" | "pack" | "urn"> {
  const [before, after] = [content.before, content.after].map((one) => (isObject(one) ? one : {}));
  const message = changesText(before as Properties, after as Properties);
  const { description = "", severity } = known ?? {};
  return {
    ...(severity && { severity }),
    ...(known && saidBy(known)),
    ...{ level: "remediated", description, message: message || description },
  };
}

const isStopping = (level: unknown) => level === "mandatory" || level === "remediate";

/** Without the engine's marks for colours, such as `<{%reset%}>`. */
const uncoloured = (text: string) => text.replace(/<\{%.*?%\}>/g, "");

/** An update says once more what its preview has said. */
function unique(findings: readonly ReportedFinding[]): ReportedFinding[] {
  const byText = findings.map(
    (one) => [JSON.stringify([one.policy, one.urn, one.level, one.message]), one] as const,
  );
  return [...new Map(byText).values()];
}

function refuseWithoutPacks(events: readonly PolicyEvent[]): void {
  const packs = events.flatMap(({ content }) =>
    isObject(content.PolicyPacks) ? Object.keys(content.PolicyPacks) : [],
  );
  const isSilent = packs.length === 0 && events.every(({ name }) => !/^policy(?!Load)/.test(name));
  if (isSilent) {
    throw new CannotRun(
      "no policy pack ran: give the command --policy-pack, or enable one for the stack in Pulumi Cloud",
    );
  }
}

/** Says where a run ended before every policy had judged. */
function noteUnfinished(events: readonly PolicyEvent[], isCutOff: boolean, coverage: Coverage): void {
  const isOver = events.some(({ name }) => name === "summaryEvent");
  if (isCutOff || !isOver) coverage.unjudged(kinds.run, "the events end before the run did");
  const packsOf = (summary: string) =>
    new Set(
      events.filter(({ name }) => name === summary).map(({ content }) => textOf(content.policyPackName)),
    );
  const ofStack = packsOf("policyAnalyzeStackSummaryEvent");
  for (const pack of packsOf("policyAnalyzeSummaryEvent"))
    if (!ofStack.has(pack))
      coverage.unjudged(kinds.stack, `the run ended before ${pack} judged the stack as a whole`);
}

/** How many resources packs were shown that have a provider; undefined where the events do not say, as those of `pulumi policy analyze`. */
function judgedIn(events: readonly PolicyEvent[]): number | undefined {
  const urns = new Set(
    events
      .filter(({ name }) => name === "policyAnalyzeSummaryEvent")
      .map(({ content }) => textOf(content.resourceUrn)),
  );
  if (urns.size === 0) return undefined;
  const types = [...urns].map((urn) => readUrn(urn).type);
  const providers = new Set(types.flatMap((type) => /^pulumi:providers:(.+)$/.exec(type)?.[1] ?? []));
  return types.filter((type) => providers.has(type.split(":")[0] ?? "")).length;
}

/** The policies that found something, and those of which the engine counts that they passed. */
function policiesIn(
  events: readonly PolicyEvent[],
  findings: readonly ReportedFinding[],
  facts: ReadonlyMap<string, PolicyFacts>,
): JudgedPolicy[] {
  const levels = new Map<string, FindingLevel>();
  const packs = new Map<string, string>();
  for (const { policy, pack, level } of findings) {
    packs.set(policy, pack);
    if (levels.get(policy) !== "remediated") levels.set(policy, level);
  }
  for (const { content } of events)
    for (const policy of [...textsOf(content.passed), ...textsOf(content.failed)])
      packs.set(policy, textOf(content.policyPackName));
  return [...packs].map(([name, pack]) => {
    const { level: usual = "mandatory", ...known } = facts.get(name) ?? { description: "" };
    const ran = usual === "disabled" ? "advisory" : usual;
    const level = levels.get(name) ?? ran;
    return { ...known, name, pack, level: level === "remediated" ? "remediate" : level };
  });
}
