import type { Exposures } from "../../network/exposures/exposures";
import type { Flow } from "../../network/exposures/flows";
import { parseAddresses } from "../../network/exposures/senders";
import type { Boxes, Draft } from "./boxes";
import { wordsOf } from "./titles";

/** So many senders outside the network are boxes of their own; if there are more, these are one. */
const MOST_SENDERS = 6;

/** Which end of a flow. */
type Side = "from" | "to";

/** What finds the boxes of the ends of flows. */
export class Ends {
  private readonly outside = new Map<string, Draft>();
  private beyond: Draft | undefined;
  private readonly isCrowded: boolean;

  constructor(
    flows: readonly Flow[],
    private readonly exposures: Exposures,
    private readonly boxes: Boxes,
  ) {
    const blocks = flows.map(({ from }) => from).filter((name) => isOutside(name) && !isInternet(name));
    this.isCrowded = new Set(blocks).size > MOST_SENDERS;
  }

  /** The boxes of who sends, or gets, by the name that flows have for it; none for what is not drawn. */
  of(name: string, side: Side): readonly Draft[] {
    if (isOutside(name)) return [side === "to" ? this.boxBeyond() : this.boxOutside(name)];
    const { names } = this.exposures;
    const resource = names.isName(name) ? names.find(name) : undefined;
    if (resource === undefined) return [];
    const thing = this.boxes.ofThings.get(resource);
    return thing === undefined ? (this.boxes.ofPlaces.get(resource) ?? []) : [thing];
  }

  /** Both names in `Group web through LoadBalancer web`; undefined where a name is that of one thing. */
  through(name: string): { readonly end: string; readonly balancer: string } | undefined {
    if (this.of(name, "to").length > 0) return undefined;
    const parts = name.split(THROUGH);
    return parts
      .slice(1)
      .map((_, i) => ({
        end: parts.slice(0, i + 1).join(THROUGH),
        balancer: parts.slice(i + 1).join(THROUGH),
      }))
      .find(({ end, balancer }) => this.of(end, "to").length > 0 && this.of(balancer, "from").length > 0);
  }

  /** Where whatever leaves for the internet goes, apart from where it comes from, so that all lines lead one way. */
  private boxBeyond(): Draft {
    this.beyond ??= this.boxes.add({ kind: "outside", title: "To the internet", names: [] });
    return this.beyond;
  }

  private boxOutside(name: string): Draft {
    const key = isInternet(name) ? "internet" : this.isCrowded ? "addresses" : name;
    const known = this.outside.get(key);
    if (known !== undefined) {
      if (key === "addresses" && !known.names.includes(name)) known.names.push(name);
      return known;
    }
    const title = key === "addresses" ? "Other public addresses" : key === "internet" ? "Internet" : name;
    const kind = key === "internet" ? "internet" : "addresses";
    const box = this.boxes.add({ kind, title, names: key === "internet" ? ["internet"] : [name] });
    this.outside.set(key, box);
    return box;
  }
}

const THROUGH = " through ";

export function isOutside(name: string): boolean {
  return parseAddresses(name) !== undefined;
}

function isInternet(name: string): boolean {
  return name.startsWith("internet");
}

/** Who of a box sends a flow, where the box alone does not say it; else "". */
export function whoseOf(from: string, box: Draft): string {
  if (box.kind === "internet") return ofInternet(from);
  if (box.kind === "addresses") return box.names.length > 1 ? from : "";
  if (isOutside(from)) return from;
  return box.kind === "subnets" && box.names.length > 1 ? wordsOf(from).title : "";
}

/** Where of the internet a flow goes, where it is not all of it; else "". */
export function beyondOf(to: string): string {
  return isInternet(to) ? ofInternet(to) : to;
}

function ofInternet(name: string): string {
  return name
    .replace(/^internet( over (IPv6))?/, "$2")
    .replace(/^ ?but /, "all but ")
    .trim();
}
