import type { ELK } from "elkjs/lib/elk-api";
import type { Exposures } from "../../network/exposures/exposures";
import { flowText, listed } from "../../network/exposures/flows";
import type { Report } from "../report";
import { closingLine } from "../verdict";
import { type Box, type Diagram, everyBox } from "./diagram";
import { diagramOf } from "./diagram-of";
import { drawingOf } from "./layout";
import { markOf } from "./marks";
import { type PageParts, pageOf } from "./page";

/** What a picture is made of. */
export interface Pictured {
  /** Such as `shop, stack prod`. */
  readonly title: string;
  readonly exposures: Exposures;
  /** Text without the secrets that the resources hold. */
  readonly mask: (text: string) => string;
}

/** What makes a picture, beside what it shows. */
export interface PictureParts extends PageParts {
  readonly elk: Pick<ELK, "layout">;
}

/** A page that shows a network, what gets where in it and, where it was judged, what was found. */
export async function pictureOf(
  { title, exposures, mask }: Pictured,
  report: Pick<Report, "findings" | "verdict"> | undefined,
  parts: PictureParts,
): Promise<string> {
  const diagram = diagramOf(exposures);
  const { stack } = exposures.network;
  const findings = report?.findings.map((finding) => ({
    ...finding,
    ...markOf(finding.urn, finding.text, diagram, stack),
  }));
  const flows = listed(exposures.flows).map((flow) => mask(flowText(flow)));
  const drawing = await drawingOf(masked(diagram, mask), parts.elk);
  const summary = report
    ? closingLine(report.verdict)
    : `${flows.length} ${flows.length === 1 ? "flow" : "flows"}`;
  return pageOf({ title, summary, drawing, findings, flows, notes: report?.verdict.notes ?? [] }, parts);
}

/** A diagram whose texts quote no secret. */
function masked(diagram: Diagram, mask: (text: string) => string): Diagram {
  const byId = new Map([...everyBox(diagram.boxes)].map((box) => [box.id, box]));
  const maskedBox = (box: Box): Box => ({
    ...box,
    title: mask(box.title),
    names: box.names.map(mask),
    notes: box.notes.map((note) => maskedBeside(box.names, note, mask)),
    children: box.children.map(maskedBox),
  });
  return {
    ...diagram,
    boxes: diagram.boxes.map(maskedBox),
    lines: diagram.lines.map((line) => {
      const names = [line.from, line.to].flatMap((id) => byId.get(id)?.names ?? []);
      return {
        ...line,
        label: line.label.map((text) => maskedBeside(names, text, mask)),
        told: line.told.map(mask),
      };
    }),
  };
}

/** Short secrets, such as ports, are known only beside the name of what holds them. */
function maskedBeside(names: readonly string[], text: string, mask: (text: string) => string): string {
  return mask([text, ...names].join("\n")).split("\n")[0] as string;
}
