import assert from "node:assert/strict";
import type { VSwitches } from "../../network/alicloud/routing/vswitches";
import { readForwardedPorts } from "../../network/alicloud/services/forwarded-ports";
import { Resource } from "../../stack/resource";
import { Stack } from "../../stack/stack";
import { UNKNOWN, type Value, type Values } from "../../stack/value";

const TYPES = {
  gateway: "alicloud:vpc/natGateway:NatGateway",
  entry: "alicloud:vpc/forwardEntry:ForwardEntry",
  instance: "alicloud:ecs/instance:Instance",
} as const;
const urnOf = (type: keyof typeof TYPES, name: string) => `urn:pulumi:dev::shop::${TYPES[type]}::${name}`;

interface More {
  readonly settled?: Values;
  /** By property, the names of the instances behind it. */
  readonly behind?: Readonly<Record<string, readonly string[]>>;
}

function resource(
  type: keyof typeof TYPES,
  name: string,
  declared: Values,
  { settled, behind = {} }: More = {},
) {
  const dependencies = new Map(
    Object.entries(behind).map(([key, names]) => [key, names.map((one) => urnOf("instance", one))]),
  );
  return new Resource({ urn: urnOf(type, name), type: TYPES[type], name, declared, settled, dependencies });
}

const NAT = resource("gateway", "nat", {}, { settled: { forwardTableIds: "ftb-1,ftb-2", id: "ngw-1" } });
const BOX = resource("instance", "box", { privateIp: "10.0.1.7" });
const ENTRY: Values = {
  ...{ forwardTableId: "ftb-2", externalIp: "198.51.100.7", internalIp: "10.0.1.7" },
  ...{ ipProtocol: "tcp", externalPort: "2222", internalPort: "22" },
};

interface Asked {
  readonly entry?: Values;
  readonly more?: More;
  readonly gateway?: Resource;
  readonly others?: readonly Resource[];
  /** The VPC of a resource, by name; the same for all that are left out. */
  readonly vpcs?: Readonly<Record<string, string>>;
}

/** What is sent on where, a line each, such as `box: 6 2222 to 22 by NatGateway nat`. */
function forwarded({ entry = {}, more, gateway = NAT, others = [BOX], vpcs = {} }: Asked = {}): string[] {
  const places = { share: () => true, isUnique: () => false, isUnknown: () => false };
  const all = [gateway, resource("entry", "entry", { ...ENTRY, ...entry }, more), ...others];
  const stack = new Stack(all, new Map(), places);
  const known = new Map<string, object>();
  const subnets = {
    of({ name }: Resource) {
      const vpc = vpcs[name] ?? "main";
      if (!known.has(vpc)) known.set(vpc, { name: vpc });
      return vpc === "none" ? undefined : { vpc: known.get(vpc) };
    },
  } as unknown as VSwitches;
  return readForwardedPorts({ stack, subnets }).map(({ target, title, by, services, port, location }) => {
    const ranges = (set: { intervals: readonly { start: number; end: number }[] }) =>
      set.intervals.map(({ start, end }) => (end === start + 1 ? start : `${start}-${end - 1}`)).join();
    const what = `${ranges(services.protocols)} ${ranges(services.ports)}${port === undefined ? "" : ` to ${port}`}`;
    return `${target.name}: ${what} by ${title} (${by}) in ${(location as { vpc?: { name?: string } } | undefined)?.vpc?.name}`;
  });
}

const lineOf = (what: string, name = "box") => [
  `${name}: ${what} by NatGateway nat (ForwardEntry entry) in main`,
];
const SSH = lineOf("6 2222 to 22");

describe("a port that a NAT gateway of Alibaba Cloud sends on", () => {
  const doors: [string, Values, string[]][] = [
    ["another port inside", {}, SSH],
    ["the same port", { externalPort: "22" }, lineOf("6 22")],
    ["UDP, in capitals", { ipProtocol: "UDP" }, lineOf("17 2222 to 22")],
    [
      "every protocol and port",
      { ipProtocol: "any", externalPort: "any", internalPort: "Any" },
      lineOf("0-255 0-65535"),
    ],
    ["a range that stays", { externalPort: "80/90", internalPort: "80/90" }, lineOf("6 80-90")],
    ["a range onto one port", { externalPort: "80/90", internalPort: " 22 " }, lineOf("6 80-90 to 22")],
    ["one port onto a range", { internalPort: "80/90" }, []],
    [
      "a range onto another, as it cannot be told where each goes",
      { externalPort: "80/90", internalPort: "180/190" },
      [],
    ],
    ["no protocol that there is", { ipProtocol: "icmp" }, []],
    ["a protocol that is not known", { ipProtocol: UNKNOWN }, []],
    ["a port outside that is not known", { externalPort: UNKNOWN }, []],
    ["a port inside that is not known", { internalPort: UNKNOWN }, []],
    ["no port outside", { externalPort: "ssh" }, []],
    ["no port inside", { internalPort: "22/" }, []],
    ["a port with more behind it", { externalPort: "22x", internalPort: "22x" }, []],
    ["a port with more before it", { externalPort: "x22", internalPort: "x22" }, []],
    ["a number too long", { externalPort: "222222", internalPort: "222222" }, []],
    ["an address of the VPC outside", { externalIp: "10.0.0.9" }, []],
    ["an address outside that is not known", { externalIp: UNKNOWN }, SSH],
    ["no address outside that can be read", { externalIp: "nonsense" }, SSH],
  ];
  for (const [what, entry, expected] of doors)
    it(`is ${what}`, () => assert.deepEqual(forwarded({ entry }), expected));

  const gateways: [string, Values, string[]][] = [
    ["of the internet by default", {}, SSH],
    ["of the internet", { networkType: "Internet" }, SSH],
    ["without a word", { networkType: "" }, SSH],
    ["of a VPC", { networkType: "intranet" }, []],
    ["of what is not known", { networkType: UNKNOWN }, []],
  ];
  for (const [what, declared, expected] of gateways)
    it(`is one of a gateway that is ${what}`, () => {
      const gateway = resource("gateway", "nat", declared, { settled: { forwardTableIds: "ftb-1,ftb-2" } });
      assert.deepEqual(forwarded({ gateway }), expected);
    });

  it("may be that of a gateway elsewhere", () => {
    const found = forwarded({ entry: { forwardTableId: "ftb-9" } });
    assert.deepEqual(found, ["box: 6 2222 to 22 by a NAT gateway (ForwardEntry entry) in undefined"]);
  });

  const other = (name: string, declared: Values = {}) => resource("instance", name, declared);
  const behind = (...names: string[]): More => ({ behind: { internalIp: names } });
  const twin = other("twin", { privateIp: "10.0.1.7" });
  const settled = resource("instance", "later", {}, { settled: { primaryIpAddress: "10.0.1.7" } });
  const targets: [string, Asked, string[]][] = [
    ["an address that a program gives", {}, SSH],
    [
      "one among several",
      { others: [resource("instance", "box", { privateIp: ["10.0.1.8", "10.0.1.7"] as Value })] },
      SSH,
    ],
    ["an address that the cloud tells", { others: [settled] }, lineOf("6 2222 to 22", "later")],
    ["nobody's address", { entry: { internalIp: "10.0.1.9" } }, []],
    ["the address of two", { others: [BOX, twin] }, []],
    ["the address of two, of which one is near", { others: [BOX, twin], vpcs: { twin: "other" } }, SSH],
    ["the address that one in another VPC alone has", { vpcs: { box: "other" } }, SSH],
    [
      "the address of one where the gateway's VPC is not known",
      { vpcs: { nat: "none" } },
      ["box: 6 2222 to 22 by NatGateway nat (ForwardEntry entry) in undefined"],
    ],
    [
      "an address not known yet, of what stands behind it",
      { entry: { internalIp: UNKNOWN }, more: behind("box"), others: [other("box")] },
      SSH,
    ],
    [
      "an address that nobody tells, of what stands behind it",
      { entry: { internalIp: "10.0.1.9" }, more: behind("box") },
      SSH,
    ],
    [
      "one of two behind it",
      { entry: { internalIp: UNKNOWN }, more: behind("box", "twin"), others: [other("box"), other("twin")] },
      [],
    ],
    [
      "an address not known, with nothing behind it",
      { entry: { internalIp: UNKNOWN }, others: [other("box", { privateIp: UNKNOWN })] },
      [],
    ],
  ];
  for (const [what, asked, expected] of targets)
    it(`goes to ${what}`, () => assert.deepEqual(forwarded(asked), expected));

  it("goes to one of two that the cloud tells the same address of, where that one is near", () => {
    const twins = ["box", "twin"].map((name) =>
      resource("instance", name, {}, { settled: { privateIp: "10.0.1.7" } }),
    );
    assert.deepEqual(forwarded({ others: twins }), []);
    assert.deepEqual(forwarded({ others: twins, vpcs: { box: "other" } }), lineOf("6 2222 to 22", "twin"));
  });
});
