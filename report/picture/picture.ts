import type { ELK } from "elkjs/lib/elk-api";
import type { Exposures } from "../../network/exposures/exposures";
import { flowText } from "../../network/exposures/flows";
import { groupBy } from "../../stack/multimap";
import type { Finding, Report } from "../report";
import { closingLine } from "../verdict";
import { type Box, type Diagram, everyBox } from "./diagram";
import { diagramOf } from "./diagram-of";
import { drawingOf } from "./layout";
import type { ListedFinding, ListedFlow } from "./lists";
import { markOf } from "./marks";
import { type PageParts, pageOf } from "./page";
import { type Besides, type ToldFlow, toldFlows, toldText } from "./told";

/** What a picture is made of. */
export interface Pictured {
  /** Such as `shop, stack prod`. */
  readonly title: string;
  readonly exposures: Exposures;
  /** Text without the secrets that the resources hold. */
  readonly mask: (text: string) => string;
  /** Whether the ways out are shown as well. */
  readonly hasOut?: boolean;
}

type Reported = Pick<Report, "findings" | "verdict">;

/** What makes a picture, beside what it shows. */
export interface PictureParts extends PageParts {
  readonly elk: Pick<ELK, "layout">;
}

/** A page that shows a network, what gets where in it and, where it was judged, what was found. */
export async function pictureOf(
  { title, exposures, mask, hasOut = false }: Pictured,
  report: Reported | undefined,
  parts: PictureParts,
): Promise<string> {
  const besides = { hasOut, ...changesIn(report) };
  const flows = toldFlows(exposures, besides);
  const diagram = diagramOf(exposures, flows, gravesIn(report));
  const { names, network } = exposures;
  const listedFinding = (finding: Finding): ListedFinding => {
    const resource = network.stack.get(finding.urn);
    const about = resource === undefined ? "" : mask(names.nameOf(resource));
    return { ...finding, about, ...markOf(finding.urn, finding.text, diagram, network.stack) };
  };
  const findings = report?.findings.map(listedFinding);
  const drawing = await drawingOf(masked(diagram, mask), parts.elk);
  const count = flows.length;
  const summary = report ? closingLine(report.verdict) : `${count} ${count === 1 ? "flow" : "flows"}`;
  const notes = report?.verdict.notes ?? [];
  return pageOf({ title, summary, drawing, findings, flows: flows.map(listedFlow(mask)), notes }, parts);
}

/** What a change to the flows that are recorded opens and closes. */
function changesIn(report: Reported | undefined): Besides {
  const flows = report?.verdict.flows ?? [];
  return {
    opened: flows.flatMap(({ opened }) => opened.map(({ flow }) => flow)),
    closed: flows.flatMap(({ closed }) => closed),
  };
}

/** The policies that found something grave, by the URN of what they found it in. */
function gravesIn(report: Reported | undefined): Map<string, string> {
  const grave = (report?.findings ?? []).filter(
    ({ severity }) => severity === "critical" || severity === "high",
  );
  return new Map(
    [...groupBy(grave, ({ urn }) => urn)].map(([urn, some]) => [
      urn,
      [...new Set(some.map(({ policy }) => policy))].sort().join(" "),
    ]),
  );
}

function listedFlow(mask: (text: string) => string): (flow: ToldFlow) => ListedFlow {
  return (flow) => ({
    text: mask(flowText(flow)),
    told: mask(toldText(flow)),
    ends: [flow.from, flow.to, ...flow.to.split(" through ")].map(mask),
    change: flow.change,
  });
}

/** A diagram whose texts quote no secret. */
function masked(diagram: Diagram, mask: (text: string) => string): Diagram {
  const byId = new Map([...everyBox(diagram.boxes)].map((box) => [box.id, box]));
  const maskedBox = (box: Box): Box => ({
    ...box,
    title: mask(box.title),
    names: box.names.map(mask),
    ...(box.members && {
      members: box.members.map(({ name, groups }) => ({ name: mask(name), groups: groups.map(mask) })),
    }),
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
