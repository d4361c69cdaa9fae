import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../cli/main";
import type { ReportedFinding } from "../../report/finding";
import "../end-to-end/kept-programs";

export const fixture = (...names: string[]) => join(__dirname, "fixtures", ...names);

const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
let files = 0;

/** Writes a temporary JSON file, and returns its path. */
export function jsonFile(content: unknown): string {
  files += 1;
  const file = join(folder, `${files}.json`);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** A server as a state lists it. */
export const server = (name: string, inputs: object = {}) => ({
  ...{ urn: `urn:pulumi:dev::shop::aws:test/server:Server::${name}`, type: "aws:test/server:Server" },
  ...{ provider: "urn:pulumi:dev::shop::pulumi:providers:aws::default::1", inputs, outputs: inputs },
});

/** Writes a state, and returns its path. */
export const stateOf = (...resources: object[]) => jsonFile({ version: 3, deployment: { resources } });

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** Runs the command line in this process; its programs in one for all runs, and so the fixture's pack, other packs in their own as ever. */
export async function run(...args: string[]): Promise<Outcome> {
  if (args.includes(fixture("pack"))) require("./kept-pack");
  let out = "";
  let err = "";
  const code = await main(args, {
    out: {
      write: (text) => {
        out += text;
      },
    },
    err: {
      write: (text) => {
        err += text;
      },
    },
    environment: {},
  });
  return { code, out, err };
}

/** Runs `check` with the fixture's pack. */
export function check(target: string, ...args: string[]): Promise<Outcome> {
  return run("check", target, "--policy-pack", fixture("pack"), "--timeout", "600", ...args);
}

export interface Seen {
  urn: string;
  name: string;
  type: string;
  opts: Record<string, unknown>;
  props: Record<string, unknown>;
  provider?: { urn: string; props: Record<string, unknown> };
  parent?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
}

/** What the fixture's pack tells of a resource. */
export function decoded(message: string): Seen {
  return JSON.parse(Buffer.from(message, "base64").toString("utf8")) as Seen;
}

/**
 * What the pack is shown, by resource name: each resource's inputs, or with `show-stack` the stack's outputs; and what the check says on standard error.
 */
export async function told(
  policy: "show-resource" | "show-stack",
  target: string,
  ...args: string[]
): Promise<{ resources: Map<string, Seen>; err: string }> {
  const config = jsonFile({ all: "disabled", [policy]: "advisory" });
  const { code, out, err } = await check(target, "--policy-pack-config", config, "--json", ...args);
  if (code !== 0) throw new Error(err);
  const resources = (JSON.parse(out) as ReportedFinding[]).map(({ message }) => decoded(message));
  return { resources: new Map(resources.map((resource) => [resource.name, resource])), err };
}

/** The same, where nothing more is asked of what is said. */
export const seen = async (...asked: Parameters<typeof told>) => (await told(...asked)).resources;
