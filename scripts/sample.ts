/** The resources whose findings README.md shows, by example. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  "examples/leaky": ["Instance orders", "SecurityGroup launch-wizard-1", "Vpc shop"],
  "examples/ecs-leaky": ["Instance back-office"],
};

const BLOCK = /(?<=^```text\n)\$ node dist\/cli\/main\.js check .*?(?=^```$)/ms;

/** What README.md shows of the demo's output; `…` stands for what is left out. */
export function sampleOf(output: string): string {
  return `${output
    .trimEnd()
    .split(/(?=^\$ node )/m)
    .map(shortened)
    .join("\n\n")}\n`;
}

/** What is shown of one check: the command, the findings of some resources, and from the summary on everything. */
function shortened(check: string): string {
  const [command = "", ...lines] = check.trimEnd().split("\n");
  const [, titles] = Object.entries(SHOWN).find(([example]) => command.split(" ").includes(example)) ?? [];
  if (titles === undefined) return check.trimEnd();
  const blocks = lines.join("\n").split("\n\n");
  const shown = titles.map((title) => blocks.find((block) => block.startsWith(`${title} `)));
  const summary = blocks.findIndex((block) => /^\d+ mandatory, /.test(block));
  if (summary < 0 || shown.includes(undefined))
    throw new Error(`The demo does not show ${titles.join(", ")}.`);
  return `${command}\n${[...shown, blocks.slice(summary).join("\n\n")].join("\n…\n")}`;
}

/** The sample that a README shows. */
export function shownSample(readme: string): string | undefined {
  return BLOCK.exec(readme)?.[0];
}

export function withSample(readme: string, sample: string): string {
  return readme.replace(BLOCK, () => sample);
}
