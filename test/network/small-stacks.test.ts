import { join } from "node:path";
import { answerOf } from "../../network/exposures/answer";
import { Exposures } from "../../network/exposures/exposures";
import { flowText, listed, listedOut } from "../../network/exposures/flows";
import type { Network } from "../../network/network";
import { hopText } from "../../network/paths/gate";
import { hasNoWayOut, natGatewaysOf } from "../../network/routing/way-out";
import { lacksItsName } from "../../network/services/endpoint";
import { Session } from "../../network/session";
import { Judging } from "../../pack/judging";
import { policies } from "../../policies";
import type { ResourceFacts } from "../../stack/resource";
import { UNKNOWN, type Value, type Values } from "../../stack/value";
import { WrittenDown } from "../harness/written-down";
import { Later, SMALL_STACKS, type SmallStack } from "./small-stacks";
import { folded, NOUNS, toldNouns, toldParts } from "./told-network";

function factsOf(cloud: string, stack: SmallStack): ResourceFacts[] {
  // What is of another provider says so itself.
  const tokenOf = (type: string) => (type.split(":").length > 2 ? type : `${cloud}:${type}`);
  const urns = new Map(
    Object.entries(stack).map(([name, [type]]) => [name, `urn:pulumi:dev::shop::${tokenOf(type)}::${name}`]),
  );
  return Object.entries(stack).map(([name, [type, written, settled]]) => {
    const dependencies = new Map<string, string[]>();
    const declared = Object.entries(written).map(([property, value]) => {
      const behind: string[] = [];
      const known = shownAs(value, behind);
      dependencies.set(
        property,
        behind.map((one) => urns.get(one) as string),
      );
      return [property, known];
    });
    return {
      ...{ urn: urns.get(name) as string, type: tokenOf(type), name, dependencies },
      declared: Object.fromEntries(declared) as Values,
      settled: { id: name, arn: name, name, ...settled },
    };
  });
}

/** A value as the engine shows it, and the names of what it waits for. */
function shownAs(written: unknown, behind: string[]): Value {
  if (written instanceof Later) {
    behind.push(...written.names);
    return UNKNOWN;
  }
  if (Array.isArray(written)) return written.map((one) => shownAs(one, behind));
  if (typeof written !== "object" || written === null) return written as Value;
  return Object.fromEntries(Object.entries(written).map(([key, one]) => [key, shownAs(one, behind)]));
}

const said = (value: unknown) => (value === UNKNOWN ? "?" : String(value));

const tellsOf = (network: Network): string[] => [
  ...NOUNS.filter((kind) => kind !== "writtenTexts").flatMap((kind) => toldNouns(network, kind)),
  ...toldParts(network),
  ...network.securityGroups.map((group) => `used: ${group.title}: ${said(network.isUsed(group))}`),
  ...network.endpoints.map((one) => `lacks its name: ${one.title}: ${lacksItsName(one, network.endpoints)}`),
  ...network.routeTables.map(
    (table) => `by NAT: ${table.title}: ${natGatewaysOf(table).map(({ title }) => title)}`,
  ),
  ...network.placements.map((placement) => {
    const { resource } = placement.instance;
    const role = network.roleOf(placement);
    const facts = {
      role: role === UNKNOWN ? role : role?.resource.title,
      roleKey: network.roleKeyOf(placement),
      isBalanced: network.isBalanced(resource),
      isManagedBySsm: network.isManagedBySsm(placement),
      hasNoWayOut: hasNoWayOut(placement, network.natGateways),
    };
    const told = Object.entries(facts).filter(([, value]) => value !== undefined && value !== false);
    return [`of ${resource.title}`, ...told.map(([name, value]) => `${name} ${said(value)}`)].join("; ");
  }),
];

const flowsOf = (exposures: Exposures): string[] =>
  [...listed(exposures.flows), ...listedOut(exposures.flowsOut)].map(flowText);

/** What stands in the way between whatever has a name and the internet or the machine of the site, or how packets get there. */
const answersOf = (exposures: Exposures): string[] =>
  exposures.names.all.flatMap((name) =>
    (
      [
        ["internet", name],
        [name, "internet"],
        ["Instance web", name],
        [name, "Instance web"],
      ] as const
    ).flatMap(([from, to]) => {
      const { ways, perhaps, stopped } = answerOf(exposures, from, to);
      return [
        ...perhaps.map((flow) => `perhaps: ${from} → ${to}: ${flowText(flow)}`),
        ...ways.map((way) => `${way.packet}: ${way.from} → ${way.to}: ${way.hops.map(hopText).join("; ")}`),
        ...stopped.map(
          (way) =>
            `shut: ${way.from} → ${way.to}: ${way.gates.map(({ gate, stops, services }) => `${gate} ${stops ? "stops" : "lets"} ${services}`).join("; ")}`,
        ),
      ];
    }),
  );

const judging = new Judging(policies, new Map());

/** What policies find, each resource by its inputs and then the whole, a line each. */
function foundIn(facts: readonly ResourceFacts[]): string[] {
  Session.begin(new Map());
  const alone = facts.flatMap((one) => judging.judgeResource({ ...one, settled: undefined }).breaches);
  return [...alone, ...judging.judgeStack([...facts])].map(
    ({ policy, urn, message }) => `${policy.name}: ${urn.split("::").at(-1)}: ${message.split("\n")[0]}`,
  );
}

// UPDATE_GOLDEN=1 writes the lists anew.
for (const [cloud, { site, stacks }] of Object.entries(SMALL_STACKS)) {
  describe(`what a network of ${cloud} tells of what hangs together`, () => {
    const expected = new WrittenDown(join(__dirname, `small-stacks-of-${cloud}.txt`));
    const linesOf = (stack: SmallStack) => {
      const facts = factsOf(cloud, stack);
      const network = Session.networkOf(facts);
      const exposures = new Exposures(network);
      return [
        ...new Set([...tellsOf(network), ...flowsOf(exposures), ...answersOf(exposures), ...foundIn(facts)]),
      ];
    };
    const without = new Set(linesOf(site));
    for (const [title, stack] of Object.entries(stacks)) {
      it(title, () => {
        expected.holds(
          title,
          linesOf({ ...site, ...stack })
            .filter((line) => !without.has(line))
            .flatMap(folded),
        );
      });
    }
  });
}
