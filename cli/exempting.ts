import { existsSync, writeFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { yamlReason } from "../pack/yaml";
import type { ReportedFinding } from "../report/finding";
import { fingerprintOf } from "../report/fingerprint";
import { readUrn, STACK_TYPE } from "../stack/urn";
import { CannotRun, messageOf } from "./cannot-run";
import { readText } from "./document";

/** Why findings may stay, and until when. */
export interface Leave {
  reason: string;
  /** YYYY-MM-DD */
  expires?: string;
}

interface Exempting extends Leave {
  resource: string;
  fingerprint: string;
}

/**
 * Writes exemptions from findings into a configuration: under `policies` of a project's file, else at the top, as `--policy-pack-config` takes it. What is
 * there stays, comments of YAML included.
 * @returns how many are new
 * @throws CannotRun when the file cannot be read or written, or holds something else
 */
export function writeExemptions(file: string, findings: readonly ReportedFinding[], leave: Leave): number {
  const isJson = extname(file) === ".json";
  const { isMap, parseDocument } = require("yaml") as typeof import("yaml");
  const document = parseDocument(existsSync(file) ? readText(file) : "");
  const [error] = document.errors;
  if (error) throw new CannotRun(`${file}: ${yamlReason(error)}`);
  if (document.contents === null) document.contents = document.createNode({}) as never;
  if (!isMap(document.contents)) throw new CannotRun(`${file}: expected an object of settings`);
  const top = basename(file).startsWith("network-guard.") ? ["policies"] : [];
  let written = 0;
  for (const { policy, ...exemption } of findings.map((finding) => exemptionOf(finding, leave))) {
    const path = [...top, policy];
    const level = document.getIn(path);
    if (typeof level === "string") document.setIn(path, document.createNode({ enforcementLevel: level }));
    const known = document.getIn([...path, "exemptions"]) as { toJSON(): Exempting[] } | undefined;
    const isKnown = (known?.toJSON() ?? []).some(
      ({ resource, fingerprint }) => resource === exemption.resource && fingerprint === exemption.fingerprint,
    );
    if (isKnown) continue;
    if (known === undefined) document.setIn([...path, "exemptions"], document.createNode([exemption]));
    else document.addIn([...path, "exemptions"], document.createNode(exemption));
    written++;
  }
  write(file, isJson ? `${JSON.stringify(document.toJS(), null, 2)}\n` : document.toString({ lineWidth: 0 }));
  return written;
}

/** From the one finding of the resource, in every stack of its project. */
function exemptionOf(finding: ReportedFinding, leave: Leave): Exempting & { policy: string } {
  const { project, types, name } = readUrn(finding.urn);
  const own = types === STACK_TYPE ? "*" : name;
  return {
    policy: finding.policy,
    resource: `urn:pulumi:*::${project}::${types}::${own}`,
    fingerprint: fingerprintOf(finding),
    ...leave,
  };
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CannotRun(`${file}: the exemptions cannot be written here (${messageOf(error)})`);
  }
}
