import { CannotRun, messageOf } from "./cannot-run";
import { readText } from "./document";

/** The content of a YAML or JSON file; undefined when it is empty. */
export function readYaml(file: string): unknown {
  const text = readText(file);
  // Loaded here, since it takes longer than to judge a small stack.
  const { parse, YAMLParseError } = require("yaml") as typeof import("yaml");
  try {
    return parse(text) ?? undefined;
  } catch (error) {
    // Its first line says where and why; what follows quotes the file, which may hold secrets.
    const reason = error instanceof YAMLParseError ? error.message.split(":\n")[0] : messageOf(error);
    throw new CannotRun(`${file}: ${reason}`);
  }
}
