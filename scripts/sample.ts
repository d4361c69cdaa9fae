/** The resources whose findings README.md shows. */
const SHOWN = ["Instance orders", "SecurityGroup launch-wizard-1", "Vpc shop"];

const BLOCK = /(?<=^```text\n)\$ node dist\/cli\/main\.js check .*?(?=^```$)/ms;

/** What README.md shows of the demo's output; `…` stands for what is left out. */
export function sampleOf(output: string): string {
  const [command = "", ...lines] = output.split("\n");
  const blocks = lines.join("\n").split("\n\n");
  const shown = SHOWN.map((title) => blocks.find((block) => block.startsWith(`${title} `)));
  const summary = blocks.findIndex((block) => /^\d+ mandatory, /.test(block));
  const rest = blocks.slice(summary).join("\n\n").trimEnd();
  if (summary < 0 || shown.includes(undefined))
    throw new Error(`The demo does not show ${SHOWN.join(", ")}.`);
  return `${command}\n${[...shown, rest].join("\n…\n")}\n`;
}

/** The sample that a README shows. */
export function shownSample(readme: string): string | undefined {
  return BLOCK.exec(readme)?.[0];
}

export function withSample(readme: string, sample: string): string {
  return readme.replace(BLOCK, () => sample);
}
