import { flowsText } from "./flow-changes";
import { toGithub } from "./github";
import { toJsonReport } from "./json";
import { toJunit } from "./junit";
import { toMarkdown } from "./markdown";
import type { Report } from "./report";
import { toSarif } from "./sarif";
import { type TextOptions, toText } from "./text";

/** What a report can be written as; each a pure function. */
export const formats = {
  text: ({ findings, verdict }: Report, options: TextOptions) =>
    [...(verdict.flows ?? []).map((one) => flowsText(one, options)), toText(findings, options)]
      .filter(Boolean)
      .join("\n"),
  json: toJsonReport,
  sarif: toSarif,
  junit: toJunit,
  markdown: toMarkdown,
  github: toGithub,
} satisfies Record<string, (report: Report, options: TextOptions) => string>;

export type Format = keyof typeof formats;

export const formatNames = Object.keys(formats) as Format[];
