import { readFileSync } from "node:fs";
import { join } from "node:path";
import Elk from "elkjs/lib/elk.bundled.js";
import { Exposures } from "../../../network/exposures/exposures";
import { Session } from "../../../network/session";
import type { Diagram } from "../../../report/picture/diagram";
import { diagramOf } from "../../../report/picture/diagram-of";
import { type Pictured, type PictureParts, pictureOf } from "../../../report/picture/picture";
import type { Finding } from "../../../report/report";
import { readWire } from "../../../stack/wire";
import { networkOf } from "../../network/rendered-network";
import { type Shop, shop } from "./stacks";

const browser = join(__dirname, "../../../report/picture/browser");

export const PARTS: PictureParts = {
  elk: new Elk(),
  style: readFileSync(join(browser, "style.css"), "utf8"),
  script: readFileSync(join(browser, "script.js"), "utf8"),
};

/** Some five resources of weight, and some five hundred, of which none is named like another. */
export const SMALL: Shop = { applications: 1, machines: 1 };
export const LARGE: Shop = {
  ...{ applications: 27, machines: 5 },
  name: (plain) => plain.replace(/\d+$|\d+(?=-)/, (number) => WORDS[Number(number) % WORDS.length] as string),
};

const WORDS =
  "alder ash aspen beech birch box cedar cherry cypress elder elm fir hazel holly juniper larch lime maple oak olive pear pine plum poplar rowan spruce willow yew".split(
    " ",
  );

/** As large, and no application like another. */
export const UNLIKE: Shop = { ...LARGE, port: (application) => 8080 + application };

/** A stack of which numbers alone tell the applications apart. */
export const NUMBERED: Shop = { applications: 30, machines: 2 };

/** Names that would break a page or a picture that takes them at their word. */
export const HOSTILE: Shop = {
  ...{ applications: 3, machines: 1 },
  name: (plain) => {
    const names: Record<string, string> = {
      "web-1": `<script>document.title="broken"</script>`,
      "web-2": `"quoted" 'twice' & <b onclick=alert(1)>${"x".repeat(200)}`,
      "web-3": "Größe 大きなデータベース 🐙 \u202Eתיבה",
      "app-1-1": "x".repeat(200),
      "orders-1": "a through b → c: tcp 1 ?",
      "orders-2": "-->]]></svg></style></script>",
      shop: "</title><img src=https://example.com/x.png>",
    };
    return names[plain] ?? plain;
  },
};

const exposuresKnown = new Map<string, Exposures>();

/** What gets where in a shop; worked out once for all tests. */
export function exposuresOf(kind: Shop): Exposures {
  const key = JSON.stringify([kind, kind.name?.toString(), kind.port?.toString()]);
  const exposures = exposuresKnown.get(key) ?? new Exposures(networkOf(shop(kind)));
  exposuresKnown.set(key, exposures);
  return exposures;
}

const diagramsKnown = new WeakMap<Exposures, Diagram>();

/** The diagram of a shop; made once for all tests. */
export function diagramOfShop(kind: Shop): Diagram {
  const exposures = exposuresOf(kind);
  const diagram = diagramsKnown.get(exposures) ?? diagramOf(exposures);
  diagramsKnown.set(exposures, diagram);
  return diagram;
}

export function picturedOf(kind: Shop): Pictured {
  return { title: "shop, stack prod", exposures: exposuresOf(kind), mask: (text) => text };
}

/** What of a shop another stack has made, where it lies in that one's VPC. */
const SHARED = /ec2\/(vpc|subnet|routeTable|internetGateway|natGateway)/i;

/** A shop in the VPC of another stack. @param own what of that is its own all the same */
export function sharedExposures(own?: string): Exposures {
  return new Exposures(
    Session.networkOf(
      shop(SMALL).map(({ urn, type, name, inputs, outputs }) => ({
        ...{ urn, type, name, isContext: SHARED.test(type) && name !== own, dependencies: new Map() },
        declared: readWire(inputs).values,
        settled: readWire(outputs).values,
      })),
    ),
  );
}

/** A finding on each balancer and database, and one that has no place in a picture. */
export function findingsOn({ network }: Exposures): Finding[] {
  const ends = [...network.loadBalancers, ...network.databases];
  return [
    ...ends.map(({ resource }) => resource.urn),
    "urn:pulumi:prod::shop::aws:iam/role:Role::deploy",
  ].map((urn, i) => ({
    ...{ policy: "no-path", pack: "network-guard", level: "mandatory", severity: "critical", urn },
    ...{ description: "No path.", message: "", remediationSteps: "Drop the rule.", fingerprint: String(i) },
    ...{ url: "https://example.com/no-path", fails: true, place: { path: "index.ts", line: 7, column: 1 } },
    text: `tcp 443 from 198.51.100.7 gets in:\n  ${urn.split("::").at(-1)}`,
  }));
}

/** The page of a shop and what is found in it. */
export function pageOfShop(kind: Shop): Promise<string> {
  const pictured = picturedOf(kind);
  const findings = findingsOn(pictured.exposures);
  const verdict = { findings, resources: 1, unjudged: [], assumptions: [], notes: [] };
  return pictureOf(pictured, { findings, verdict }, PARTS);
}

/** The page of a shop in another stack's VPC, its ways out with it, after a change that opens a flow and closes another. */
export function pageOfChange(): Promise<string> {
  const exposures = sharedExposures();
  const flows = [
    {
      ...{ file: "exposures/prod.txt", closed: ["internet → Instance app-1-1: tcp 22"] },
      opened: [{ flow: "internet → LoadBalancer web-1: tcp 443", packet: "", hops: [] }],
    },
  ];
  const verdict = { findings: [], flows, resources: 1, unjudged: [], assumptions: [], notes: [] };
  return pictureOf({ ...picturedOf(SMALL), exposures, hasOut: true }, { findings: [], verdict }, PARTS);
}
