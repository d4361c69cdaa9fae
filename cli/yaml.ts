import { parseYaml } from "../pack/yaml";
import { CannotRun, messageOf } from "./cannot-run";
import { readText } from "./document";

/** The content of a YAML or JSON file; undefined when it is empty. */
export function readYaml(file: string): unknown {
  const text = readText(file);
  try {
    return parseYaml(text) ?? undefined;
  } catch (error) {
    throw new CannotRun(`${file}: ${messageOf(error)}`);
  }
}
