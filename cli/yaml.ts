import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { CannotRun, messageOf } from "./cannot-run";

/** The content of a YAML or JSON file; undefined when it is empty. */
export function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8")) ?? undefined;
  } catch (error) {
    throw new CannotRun(`${file}: ${messageOf(error)}`);
  }
}
