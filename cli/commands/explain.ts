import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import pc from "picocolors";
import { didYouMean } from "../../policies/kit/configuration";
import { controlOf } from "../../policies/kit/controls";
import { CannotRun } from "../cannot-run";
import { exitCodes } from "../exit-codes";
import type { PackPolicy } from "../pack/policy";
import { packageRoot } from "../package-root";
import { isObject } from "../properties";
import { hasColour, type Terminal } from "../terminal";
import { addPackOptions, type PackFlags } from "./flags";
import { type Look, pageText, wrapped } from "./page-text";
import { policiesOf } from "./policies-of";

export function addExplain(program: Command): Command {
  return addPackOptions(
    program
      .command("explain")
      .description(
        "say what a policy means, its options and controls, and show programs that break and keep it",
      )
      .argument("<policy>", "its name, as `list` says it"),
  );
}

/** @throws CannotRun where there is no such policy, naming the nearest */
export async function runExplain(name: string, flags: PackFlags, terminal: Terminal): Promise<number> {
  const policies = await policiesOf(flags);
  const policy = policies.find((one) => one.name === name);
  if (policy === undefined) {
    const names = policies.map((one) => one.name);
    throw new CannotRun(
      `there is no policy "${name}".${didYouMean(name.toLowerCase(), names) || " `network-guard list` names them."}`,
    );
  }
  const look = {
    colour: hasColour(terminal.out, terminal),
    width: Math.min(terminal.out.columns ?? 100, 120),
  };
  const page = pageOf(policy);
  terminal.out.write(`${headerOf(policy, look)}\n${page === undefined ? "" : `\n${pageText(page, look)}\n`}`);
  return exitCodes.clean;
}

/** The page of a policy of this pack. */
function pageOf({ name, tags = [] }: PackPolicy): string | undefined {
  const file = tags
    .map((group) => join(packageRoot(), "policies", group, `${name}.md`))
    .find((path) => existsSync(path));
  return file === undefined ? undefined : readFileSync(file, "utf8");
}

/** What the pack itself tells of a policy. */
function headerOf(policy: PackPolicy, look: Look): string {
  const { name, description, level, severity, remediationSteps, url, tags = [], options } = policy;
  const { bold } = pc.createColors(look.colour);
  const controls = tags.filter((tag) => controlOf(tag) !== undefined);
  const facts = [
    ["level", `${level} by default`],
    ["severity", severity],
    ["concern", tags.filter((tag) => !controls.includes(tag)).join(", ")],
    ["to mend it", remediationSteps],
  ].filter(([, value]) => value);
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ["", bold(title), "", ...lines] : [];
  return [
    bold(name),
    "",
    wrapped(description, 2, look),
    "",
    ...facts.map(([title = "", value = ""]) => wrapped(`${title.padEnd(10)}  ${value}`, 2, look, 12)),
    // No terminal takes a broken address for one.
    ...(url ? [`  ${"page".padEnd(10)}  ${url}`] : []),
    ...section(
      "Controls",
      controls.map((id) => wrapped([id, controlOf(id)?.title].filter(Boolean).join(": "), 2, look, 2)),
    ),
    ...section(
      "Options",
      Object.entries(options).map(([option, schema]) => optionText(option, schema, look)),
    ),
  ].join("\n");
}

/** In characters: longer defaults stand on the page alone. */
const longestDefault = 60;

function optionText(option: string, schema: unknown, look: Look): string {
  const { description = "", default: value } = isObject(schema) ? schema : {};
  const shown = JSON.stringify(value) ?? "";
  const given = shown === "" || shown.length > longestDefault ? "" : ` (${shown} by default)`;
  return wrapped(`${option}${given}: ${description}`, 2, look, 2);
}
