import assert from "node:assert/strict";
import { Exposures } from "../../network/exposures/exposures";
import { admission } from "../../network/paths/gates";
import { exampleProgram } from "../examples";
import type { Description, Group, Machine, Rule, Services } from "../network/description";
import { networkOf } from "../network/network-of";
import { type Packet, pathFromInternet, reachesInside } from "../network/oracle";
import { packets } from "../network/packets";
import { told, toldFrom } from "./told";

const tcp = (from: number, to = from): Services => ({ protocol: 6, from, to });
const ALL: Services = { protocol: -1, from: -1, to: -1 };
const EVERYWHERE = "0.0.0.0/0";
const from = (services: Services, ...blocks: string[]): Rule => ({
  services,
  sources: blocks.map((block) => ({ block })),
});
const fromGroup = (services: Services, group: number): Rule => ({ services, sources: [{ group }] });
const fromItself = (services: Services): Rule => ({ services, sources: [{ self: true }] });
const group = (ingress: Rule[], egress: Rule[] = []): Group => ({ ingress, egress });

const [WIZARD, WEB, APPLICATION, REPORTS, DATABASE, PARTNERS, WORKER, ENDPOINTS] = [0, 1, 2, 3, 4, 5, 6, 7];
const [PUBLIC_A, PUBLIC_B, SERVERS, JOBS, ISOLATED] = [0, 1, 2, 3, 4];
const customers = Array.from({ length: 21 }, (_, i) => `198.51.100.${2 * i}/32`);

function machine(subnets: number[], groups: number[], publicAddress?: boolean): Machine {
  return { form: "instance", subnets, groups, publicAddress, ipv6: undefined, elasticIp: false };
}

const subnet = (block: string, table: number, more: { acl?: number; mapsPublicAddress?: boolean } = {}) => ({
  ...{ block, ipv6Block: "", table, assignsIpv6: false },
  acl: more.acl,
  mapsPublicAddress: more.mapsPublicAddress ?? false,
});

/** What stands in `examples/leaky`, read by people. */
const THINGS: Readonly<Record<string, Machine>> = {
  "Instance storefront-1": machine([PUBLIC_A], [WEB], true),
  "Instance storefront-2": machine([PUBLIC_B], [WEB], true),
  "Instance back-office": machine([SERVERS], [WEB], true),
  "Instance orders-api": machine([SERVERS], [APPLICATION]),
  "Instance mailer": machine([JOBS], [APPLICATION]),
  "Instance toolbox": machine([JOBS], [APPLICATION, DATABASE, PARTNERS, WEB, WIZARD, WORKER]),
  "Instance nightly-batch": machine([JOBS], []),
  "Instance resizer": machine([ISOLATED], [WORKER]),
  "Instance archiver": machine([ISOLATED], [WORKER]),
  "Database orders": machine([PUBLIC_A, PUBLIC_B], [DATABASE], true),
  "VpcEndpoint ssm": machine([ISOLATED], [ENDPOINTS]),
};

const LEAKY: Description = {
  blocks: ["10.0.0.0/16"],
  lists: [],
  tables: [
    [{ destination: { block: EVERYWHERE }, target: "internet" }],
    [{ destination: { block: EVERYWHERE }, target: "nat" }],
    [],
  ],
  acls: [
    [
      { number: 100, egress: false, allows: true, services: tcp(0, 65535), block: EVERYWHERE },
      { number: 200, egress: false, allows: false, services: tcp(22), block: EVERYWHERE },
      { number: 100, egress: true, allows: true, services: tcp(443), block: EVERYWHERE },
    ],
  ],
  groups: [
    group([from(tcp(22), EVERYWHERE)]),
    group([from(tcp(443), EVERYWHERE), from(tcp(80), EVERYWHERE)]),
    group([fromGroup(ALL, WEB), fromGroup(tcp(8080), WEB), from(tcp(8081), "10.0.0.0/16"), fromItself(ALL)]),
    group([]),
    group([from(tcp(5432), "203.0.113.0/24"), fromGroup(tcp(5432), REPORTS)]),
    group([from(tcp(443), ...customers)]),
    group([fromGroup(tcp(22), WIZARD)], [from(tcp(443), EVERYWHERE)]),
    group([from(tcp(443), EVERYWHERE)], [from(tcp(443), "10.0.0.0/16")]),
  ],
  defaultGroup: undefined,
  mainTable: undefined,
  defaultAcl: undefined,
  subnets: [
    subnet("10.0.0.0/24", 0),
    subnet("10.0.1.0/24", 0),
    subnet("10.0.10.0/24", 0, { mapsPublicAddress: true }),
    subnet("10.0.20.0/24", 1, { acl: 0 }),
    subnet("10.0.30.0/24", 2),
  ],
  machines: Object.values(THINGS),
  nat: PUBLIC_A,
};

const usual = [22, 80, 443, 3389, 5432, 8080, 8081].flatMap((port) =>
  ["8.8.8.8", "203.0.113.7", "198.51.100.2", "198.51.100.3"].map((source) => ({ source, protocol: 6, port })),
);

/** One packet of each protocol and port, for senders that have addresses of their own. */
function servicesOf(some: readonly Packet[]): Packet[] {
  return [...new Map(some.map((packet) => [`${packet.protocol} ${packet.port}`, packet])).values()];
}

describe("the flows of the leaky example", () => {
  for (const phase of ["preview", "update"] as const) {
    it(`are those of the oracle: ${phase}`, async () => {
      const network = await networkOf(exampleProgram("leaky"), phase);
      const exposures = new Exposures(network);
      const tally = { internet: 0, inside: 0 };
      const tried = [...usual, ...packets(LEAKY, 7, 100)];
      for (const [name, one] of Object.entries(THINGS)) {
        const reached = exposures.flows.get(name);
        for (const packet of tried) {
          const gets = one.subnets.some((place) => pathFromInternet(LEAKY, one, place, packet) !== undefined);
          if (gets) tally.internet++;
          assert.equal(told(reached, packet) === "certain", gets, `${JSON.stringify(packet)} to ${name}`);
        }
      }
      for (const { instance, subnet: where, groups } of network.placements) {
        const sender = exposures.names.nameOf(instance.resource);
        const own = THINGS[sender];
        if (own === undefined) continue;
        const called = [
          sender,
          ...[where?.resource, where?.vpc?.resource, ...groups.map(({ resource }) => resource)].flatMap(
            (resource) => (resource === undefined ? [] : exposures.names.nameOf(resource)),
          ),
          ...groups.map(({ title }) => title),
        ];
        const isSender = !admission(groups, "egress").traffic.isEmpty;
        for (const [name, one] of Object.entries(THINGS)) {
          if (name === sender) continue;
          for (const packet of servicesOf(tried)) {
            const gets = own.subnets.some((here) =>
              one.subnets.some((there) =>
                reachesInside(
                  LEAKY,
                  { machine: own, subnet: here },
                  { machine: one, subnet: there },
                  32,
                  packet,
                ),
              ),
            );
            if (gets) tally.inside++;
            const what = `${JSON.stringify(packet)} from ${sender} to ${name}`;
            const said = toldFrom(called, isSender, exposures.flows.get(name), packet);
            assert.equal(said === "certain", gets, what);
          }
        }
      }
      for (const [kind, count] of Object.entries(tally)) assert.ok(count > 0, `${kind}: ${count}`);
    });
  }
});
