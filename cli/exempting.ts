import { existsSync, writeFileSync } from "node:fs";
import { basename, extname } from "node:path";
import type { Document, YAMLSeq } from "yaml";
import { yamlReason } from "../pack/yaml";
import type { ReportedFinding } from "../report/finding";
import { fingerprintOf } from "../report/fingerprint";
import { readUrn, STACK_TYPE } from "../stack/urn";
import { CannotRun, messageOf } from "./cannot-run";
import { readText } from "./document";
import { isObject } from "./properties";

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
  const document = documentIn(file);
  const top = basename(file).startsWith("network-guard.") ? ["policies"] : [];
  let written = 0;
  for (const { policy, ...exemption } of findings.map((finding) => exemptionOf(finding, leave))) {
    const exemptions = exemptionsAt([...top, policy], document, file);
    const isKnown = (exemptions.toJS(document) as unknown[]).some(
      (one) =>
        isObject(one) && one.resource === exemption.resource && one.fingerprint === exemption.fingerprint,
    );
    if (isKnown) continue;
    exemptions.add(document.createNode(exemption));
    written++;
  }
  write(file, isJson ? `${JSON.stringify(document.toJS(), null, 2)}\n` : document.toString({ lineWidth: 0 }));
  return written;
}

/** The object of settings in a file, empty where there is none. */
function documentIn(file: string): Document {
  const { isMap, parseDocument } = require("yaml") as typeof import("yaml");
  const document: Document = parseDocument(existsSync(file) ? readText(file) : "");
  try {
    const [error] = document.errors;
    if (error) throw error;
    document.toJS({ mapAsMap: true });
  } catch (error) {
    throw new CannotRun(`${file}: ${yamlReason(error)}`);
  }
  if (document.contents === null) document.contents = document.createNode({});
  if (!isMap(document.contents)) throw new CannotRun(`${file}: expected an object of settings`);
  return document;
}

/** The list of a policy's exemptions, made where there is none; a level alone stands beside it. */
function exemptionsAt(path: readonly string[], document: Document, file: string): YAMLSeq {
  const { isMap, isScalar, isSeq } = require("yaml") as typeof import("yaml");
  const [policies] = path;
  if (path.length > 1) madeAt([policies as string], {}, isMap, document, file);
  const level = document.getIn(path, true);
  if (isScalar(level) && typeof level.value === "string")
    document.setIn(path, document.createNode({ enforcementLevel: level }));
  madeAt(path, {}, isMap, document, file);
  return madeAt([...path, "exemptions"], [], isSeq, document, file);
}

/** What stands at a place, or what is put there where nothing does. */
function madeAt<Found>(
  path: readonly string[],
  empty: object,
  isRight: (node: unknown) => node is Found,
  document: Document,
  file: string,
): Found {
  if ((document.getIn(path) ?? null) === null) document.setIn(path, document.createNode(empty));
  const node = document.getIn(path, true);
  if (isRight(node)) return node;
  const expected = Array.isArray(empty) ? "a list" : "an object of options, or a level";
  throw new CannotRun(`${file}: ${path.join(".")}: expected ${expected}, written out here`);
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
