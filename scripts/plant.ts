import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { toText } from "../report/text";
import { type Compiled, check, compile } from "../test/end-to-end/compiled";
import { startPrograms } from "../test/end-to-end/kept-programs";
import { type Finding, modulesOf, Stack } from "../test/end-to-end/pulumi";

/**
 * Plants eleven mistakes of as many kinds in real programs, and says which of them `network-guard check` and a `pulumi preview` find:
 * `npm run plant -- <program folders>`. A program's providers are played by the stand-in for AWS.
 */

/** What must be found, as policy and resource. */
const PLANTED = [
  "no-public-ssh-rdp: planted-ssh",
  "require-security-group-source-for-database-ports: planted-database-port",
  "no-internet-route-in-private-subnet: planted-routed",
  "no-public-ip-on-private-instance: planted-machine",
  "no-internet-path-to-private-instance: planted-machine",
  "no-default-security-group-use: planted-nightly",
  "no-public-ssh-rdp-in-network-acl: planted-acl",
  "no-cross-environment-access: planted-crossed",
  "require-closed-default-security-group: planted-vpc",
  "no-malformed-rule: planted-malformed",
  "no-database-in-public-subnet: planted-databases",
];

/** Providers of other clouds and tools, whose resources matter to no policy: the stand-in echoes them. */
const OTHER_PROVIDERS = [
  "archive",
  "auth0",
  "aws-apigateway",
  "command",
  "docker",
  "docker-build",
  "kubernetes",
  "postgresql",
  "random",
  "tls",
];

interface Outcome {
  readonly program: string;
  /** The program's own findings. */
  readonly own: readonly Finding[];
  readonly byCheck: Found;
  readonly byPreview: Found;
}

/** What was not found of the planted, and what was found otherwise than by the command; or why nothing could be found. */
type Found =
  | { readonly missing: readonly string[]; readonly different: readonly string[] }
  | { readonly failed: string };

async function plantIn(program: string, pack: Compiled): Promise<Outcome> {
  const folder = copyOf(program);
  try {
    plant(folder);
    const checked = await check(folder);
    const preview = await previewOf(folder, pack);
    return {
      program: basename(program),
      own: checked.findings.filter(({ urn }) => !urn.includes("::planted-")),
      byCheck: checked.exitCode > 1 ? { failed: checked.stderr } : found(checked.findings, checked.findings),
      byPreview: "failed" in preview ? preview : found(preview.findings, checked.findings),
    };
  } finally {
    rmSync(dirname(folder), { recursive: true, force: true });
  }
}

const keyOf = ({ policy, urn }: Finding) => `${policy}: ${urn.split("::").at(-1)}`;

function found(findings: readonly Finding[], others: readonly Finding[]): Found {
  const [keys, otherKeys] = [new Set(findings.map(keyOf)), new Set(others.map(keyOf))];
  return {
    missing: PLANTED.filter((key) => !keys.has(key)),
    different: [...keys]
      .filter((key) => !otherKeys.has(key))
      .concat([...otherKeys].filter((key) => !keys.has(key))),
  };
}

async function previewOf(
  folder: string,
  pack: Compiled,
): Promise<{ readonly findings: readonly Finding[] } | { readonly failed: string }> {
  const stack = await Stack.of({ folder }, { packages: OTHER_PROVIDERS });
  try {
    const run = await stack.preview({ packs: [pack.folder], isStartedAnew: true });
    // Mandatory findings fail a preview too.
    const isStopped = run.findings.length === 0 || run.diagnostics.some((text) => /Error:|error:/.test(text));
    return isStopped ? { failed: [...run.diagnostics, run.stderr].join("\n") } : run;
  } finally {
    stack.remove();
  }
}

function copyOf(program: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), "network-guard-plant-")), basename(program));
  cpSync(program, folder, { recursive: true, filter: (source) => basename(source) !== "node_modules" });
  symlinkSync(modulesOf(program), join(folder, "node_modules"));
  return folder;
}

const PLANT = "network-guard-planted.cjs";

/** Lets a program begin by registering the mistakes. */
function plant(folder: string): void {
  const entry = entryOf(folder);
  cpSync(join(__dirname, "planted.cjs"), join(dirname(entry), PLANT));
  const isModule =
    entry.endsWith(".mjs") || /"type":\s*"module"/.test(textOf(join(dirname(entry), "package.json")));
  const line = isModule ? `import "./${PLANT}";` : `require("./${PLANT}");`;
  writeFileSync(entry, `${line} ${textOf(entry)}`);
}

function entryOf(folder: string): string {
  const { main = "." } = parse(textOf(join(folder, "Pulumi.yaml"))) as { main?: string };
  const start = resolve(folder, main);
  const { main: own } = JSON.parse(textOf(join(start, "package.json")) || "{}") as { main?: string };
  const names = [own, "index.ts", "index.js", "index.mjs"].filter((name) => name !== undefined);
  const candidates = [start, ...names.map((name) => join(start, name))];
  const entry = candidates.find((candidate) => /\.[cm]?[jt]s$/.test(candidate) && existsSync(candidate));
  if (entry === undefined) throw new Error(`${folder} has no entry among ${names.join(", ")}.`);
  return entry;
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");

function countBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}

/** The blocks of the report for people: each begins with its level. */
function blocksOf(findings: readonly Finding[], folder: string): number {
  const text = toText(findings as unknown as Parameters<typeof toText>[0], {
    colour: false,
    directory: folder,
  });
  return text.split("\n").filter((line) => /^ {2}(mandatory|advisory|remediate) /.test(line)).length;
}

function shown({ program, own, byCheck, byPreview }: Outcome): string {
  const policies = [...countBy(own, ({ policy }) => policy)].sort(([, a], [, b]) => b - a);
  const counted = policies.map(([name, count]) => `${name} ${count}`).join(", ") || "none";
  const columns = [
    program,
    own.length,
    counted,
    blocksOf(own, program),
    verdictOf(byCheck),
    verdictOf(byPreview),
  ];
  return `| ${columns.join(" | ")} |`;
}

function verdictOf(found: Found): string {
  if ("failed" in found)
    return `not run: ${found.failed.trim().split("\n").slice(-3).join(" ").slice(0, 400)}`;
  const parts = [`${PLANTED.length - found.missing.length} of ${PLANTED.length}`];
  if (found.missing.length > 0) parts.push(`missing: ${found.missing.join(", ")}`);
  if (found.different.length > 0) parts.push(`different: ${found.different.join(", ")}`);
  return parts.join("; ");
}

async function main(programs: readonly string[]): Promise<void> {
  startPrograms();
  const pack = compile();
  process.env.PULUMI_NODEJS_TRANSPILE_ONLY = "true";
  console.log(
    "| program | findings as it is | blocks in the report | planted, by check | planted, by preview |",
  );
  console.log("|---|---|---|---|---|");
  for (const program of programs) console.log(shown(await plantIn(resolve(program), pack)));
}

void main(process.argv.slice(2));
