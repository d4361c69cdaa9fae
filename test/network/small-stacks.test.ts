import assert from "node:assert/strict";
import { join } from "node:path";
import { answerOf } from "../../network/exposures/answer";
import { Exposures } from "../../network/exposures/exposures";
import { flowText, listed, listedOut } from "../../network/exposures/flows";
import type { Network } from "../../network/network";
import { hopText } from "../../network/paths/gate";
import { isAlike } from "../../network/routing/alike-subnets";
import type { Subnet } from "../../network/routing/subnet";
import { hasNoWayOut, natGatewaysOf } from "../../network/routing/way-out";
import { lacksItsName } from "../../network/services/endpoint";
import { Session } from "../../network/session";
import { Judging } from "../../pack/judging";
import { policies } from "../../policies";
import type { ResourceFacts } from "../../stack/resource";
import { type Answer, UNKNOWN, type Unknown, type Value, type Values } from "../../stack/value";
import { WrittenDown } from "../harness/written-down";
import { Later, type SmallStack } from "./small-stack";
import { SMALL_STACKS } from "./small-stacks";
import { folded, NOUNS, toldAs, toldNouns, toldParts } from "./told-network";

/** An account of its own for what lies beside others. */
const accountOf = (place: number) => String(100_000_000_000 + place);

function factsOf(cloud: string, stack: SmallStack, place = 0): ResourceFacts[] {
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
      provider: cloud === "aws" ? { allowedAccountIds: [accountOf(place)] } : { accountId: accountOf(place) },
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

/** Ids that no resource of a stack is called by. */
const OTHER_IDS = ["acl-default", "sg-1", "system", "table", "snat"];

/** A stack in which each name has something before it. */
function calledAfter(prefix: string, stack: SmallStack): SmallStack {
  const names = new Set([...Object.keys(stack), ...OTHER_IDS]);
  const renamed = <Written>(written: Written): Written => {
    if (typeof written === "string") return (names.has(written) ? prefix + written : written) as Written;
    if (Array.isArray(written)) return written.map(renamed) as Written;
    if (written instanceof Later) return new Later(...written.names.map(renamed)) as Written;
    if (typeof written !== "object" || written === null) return written;
    return Object.fromEntries(Object.entries(written).map(([key, one]) => [key, renamed(one)])) as Written;
  };
  return Object.fromEntries(
    Object.entries(stack).map(([name, [type, ...said]]) => [renamed(name), [type, ...renamed(said)]]),
  );
}

const prefixOf = (place: number) => `of${place}-`;

/** Of some types, the tokens under which the SDK offers them once more, or older programs left them in states. */
const OTHER_TOKENS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ["loadBalancer", "listener", "listenerRule", "targetGroup", "targetGroupAttachment"].map((name) => [
      `aws:lb/${typed(name)}`,
      ["alb", "elasticloadbalancingv2", "applicationloadbalancing"].map(
        (module) => `aws:${module}/${typed(name)}`,
      ),
    ]),
  ),
  ...Object.fromEntries(
    ["loadBalancer", "attachment", "listenerPolicy", "loadBalancerPolicy", "sslNegotiationPolicy"].map(
      (name) => [`aws:elb/${typed(name)}`, [`aws:elasticloadbalancing/${typed(name)}`]],
    ),
  ),
  "alicloud:ecs/eipAddress:EipAddress": ["alicloud:ecs/eip:Eip"],
  "alicloud:vpc/switch:Switch": ["alicloud:vpc/subnet:Subnet"],
  "alicloud:ecs/ecsNetworkInterface:EcsNetworkInterface": ["alicloud:vpc/networkInterface:NetworkInterface"],
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": ["alicloud:slb/loadBalancer:LoadBalancer"],
};

function typed(name: string): string {
  return `${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Resources under other tokens of their types, of which each has its turn. */
function otherwiseTyped(facts: readonly ResourceFacts[]): ResourceFacts[] {
  const counts = new Map<string, number>();
  return facts.map((one) => {
    const { [one.type]: tokens = [one.type] } = OTHER_TOKENS;
    const count = counts.get(one.type) ?? 0;
    counts.set(one.type, count + 1);
    return { ...one, type: tokens[count % tokens.length] as string };
  });
}

/** A line that says of no resource which of its tokens it has. */
const untyped = (line: string) =>
  line
    .replace(/\bApplicationLoadBalancer(?= )/g, "LoadBalancer")
    .replace(/\bEcs(?=NetworkInterface )/g, "")
    .replace(/\bEipAddress(?= )/g, "Eip")
    .replace(/\bSubnet(?= )/g, "Switch");

const isOf = (line: string, place: number) =>
  line.includes(prefixOf(place)) || line.includes(accountOf(place));

const without = (lines: readonly string[], others: ReadonlySet<string>) =>
  lines.filter((line) => !others.has(line));

/** A line of what lies beside others, as it is of what is alone. */
const calledBefore = (line: string, place: number) =>
  line.replaceAll(prefixOf(place), "").replaceAll(accountOf(place), accountOf(0));

/** What may come from elsewhere, and what lies elsewhere, is as doubtful as what lies beside makes it. */
const isOfElsewhere = (line: string) => / → .* \?$|^securityGroups: key \S*sg-1;/.test(line);

const said = (value: unknown) => (value === UNKNOWN ? "?" : String(value));
const titleOf = (one: { title: string } | Unknown) => (one === UNKNOWN ? "?" : one.title);

/** What balancers have in place of groups of the stack. */
const toldOfOwnGroups = ({ loadBalancers, securityGroups }: Network): string[] => {
  const own = loadBalancers
    .flatMap(({ groups }) => groups)
    .filter((group) => !securityGroups.includes(group));
  return [
    ...toldAs("own group", own),
    ...toldAs(
      "own rule",
      own.flatMap(({ rules }) => rules),
    ),
  ];
};

const mayLieTogether = (one: Subnet | undefined, other: Subnet | undefined) =>
  one === undefined || other === undefined || one.vpc === other.vpc;

/** What one says of others, but for no, and for yes of all of them. */
function toldOfOthers<Other>(
  name: string,
  others: readonly Other[],
  answerOf: (other: Other) => Answer,
  titleOf: (other: Other) => string,
): string[] {
  const answers = others.map(answerOf);
  if (answers.every((one) => one === true)) return [];
  return others.flatMap((other, i) =>
    answers[i] === false ? [] : `${name} → ${titleOf(other)} ${said(answers[i])}`,
  );
}

const toldOfPairs = ({ natGateways, placements, endpoints, subnets, vpcs }: Network): string[] => {
  const titleOf = ({ title }: { title: string }) => title;
  const mayBe = (answer: boolean) => answer && UNKNOWN;
  return [
    ...natGateways.flatMap(({ title, subnet, serves }) => {
      const near = placements.filter((one) => mayLieTogether(subnet, one.subnet));
      return toldOfOthers(`serves: ${title}`, near, serves, ({ resource }) => resource.title);
    }),
    ...endpoints.flatMap(({ title, mayBeIn }) =>
      toldOfOthers(`may be in: ${title}`, vpcs, (vpc) => mayBe(mayBeIn(vpc)), titleOf),
    ),
    ...subnets.flatMap((one) =>
      toldOfOthers(
        `is alike: ${one.title}`,
        subnets,
        (other) => mayBe(one !== other && isAlike(one, other)),
        titleOf,
      ),
    ),
  ];
};

const tellsOf = (network: Network): string[] => [
  ...NOUNS.filter((kind) => kind !== "writtenTexts").flatMap((kind) => toldNouns(network, kind)),
  ...toldParts(network),
  ...toldOfOwnGroups(network),
  ...network.securityGroups.map((group) => `used: ${group.title}: ${said(network.isUsed(group))}`),
  ...network.endpoints.map((one) => `lacks its name: ${one.title}: ${lacksItsName(one, network.endpoints)}`),
  ...network.routeTables.map(
    (table) => `by NAT: ${table.title}: ${natGatewaysOf(table).map(({ title }) => title)}`,
  ),
  ...toldOfPairs(network),
  ...network.vpcs.flatMap((vpc) => {
    const adopted = network.adoptedDefaultGroupOf(vpc);
    return adopted === undefined ? [] : `adopts: ${vpc.title} → ${titleOf(adopted)}`;
  }),
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
    const networks = new Map<SmallStack, ReturnType<typeof told>>();
    const told = (facts: readonly ResourceFacts[]) => {
      const network = Session.networkOf(facts);
      const exposures = new Exposures(network);
      return { facts, exposures, lines: new Set([...tellsOf(network), ...flowsOf(exposures)]) };
    };
    const toldOf = (stack: SmallStack) => {
      const found = networks.get(stack) ?? told(factsOf(cloud, { ...site, ...stack }));
      networks.set(stack, found);
      return found;
    };
    const linesOf = (stack: SmallStack) => {
      const { facts, exposures, lines } = toldOf(stack);
      return [...new Set([...lines, ...answersOf(exposures), ...foundIn(facts)])];
    };
    const ofSite = new Set(linesOf({}));
    for (const [title, stack] of Object.entries(stacks)) {
      it(title, () => {
        const lines = without(linesOf(stack), ofSite);
        expected.holds(title, lines.flatMap(folded));
      });
    }

    const placed = Object.values(stacks).map((stack, i) =>
      factsOf(cloud, calledAfter(prefixOf(i), { ...site, ...stack }), i),
    );
    for (const [title, facts] of [
      ["in their order", placed.flat()],
      ["the other way round, by other tokens of their types", otherwiseTyped(placed.flat()).reverse()],
    ] as const) {
      it(`as of each alone, of all beside each other, ${title}`, () => {
        const lines = [...told(facts).lines].filter((line) => !isOfElsewhere(line)).map(untyped);
        const nameless = lines.filter((line) => !/\bof\d+-|\b1000000000\d\d\b/.test(line));
        for (const [i, [of, stack]] of Object.entries(stacks).entries()) {
          const alone = [...toldOf(stack).lines].filter((line) => !isOfElsewhere(line)).map(untyped);
          const own = lines.flatMap((line) => (isOf(line, i) ? calledBefore(line, i) : []));
          const less = without(alone, new Set([...own, ...nameless]));
          const more = without(own, new Set(alone));
          assert.deepEqual({ less, more }, { less: [], more: [] }, of);
        }
      });
    }
  });
}
