/**
 * The content of a text in YAML or JSON.
 * @throws Error with a reason that quotes nothing of the text, which may hold secrets
 */
export function parseYaml(text: string): unknown {
  // Loaded here, since it takes longer than to judge a small stack.
  const { parse } = require("yaml") as typeof import("yaml");
  try {
    // Its warnings would go to standard error by themselves, with the lines that they are about.
    return parse(text, { logLevel: "error" });
  } catch (error) {
    throw new Error(yamlReason(error));
  }
}

/** What is wrong with a text in YAML, and where, without what the library quotes of it. */
export function yamlReason(error: unknown): string {
  const [line = ""] = String((error as Error).message).split(":\n");
  // Behind a colon it quotes the rest, and a tag by its mark, as which it takes a password that begins so.
  return line.replace(/ !\S+|(; please use|(?<=\S):) .*?(?= at line \d+, column \d+$|$)/, "");
}
