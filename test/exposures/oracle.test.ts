import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../algebra/addresses";
import { Exposures } from "../../network/exposures/exposures";
import { listed } from "../../network/exposures/flows";
import type { Placement } from "../../network/machines/placement";
import type { Network } from "../../network/network";
import { admission } from "../../network/paths/gates";
import type { Description, Machine } from "../network/description";
import { arrivesAt, getsIn, type WithDoors, withDoors } from "../network/doors";
import { packetsForDoors } from "../network/judge-doors";
import { type Packet, pathFromInternet, reachesInside } from "../network/oracle";
import { numbers, packets } from "../network/packets";
import { networkOf } from "../network/rendered-network";
import { INLINE, render, STANDALONE, type Style } from "../network/renderings";
import { descriptions } from "../network/stacks";
import { withUnknowns } from "../network/unknowns";
import { assertMeetingAll, trials } from "../trials";
import { isUncertain, told, toldFrom } from "./told";

const numberIn = (name: string) => Number(/-(\d+)$/.exec(name)?.[1]);

/** What machines and balancers of a description are called where flows are told. */
function namesIn(network: Network, { names }: Exposures) {
  const machines = new Map(
    network.placements
      .filter(({ instance }) => instance.resource.name.startsWith("machine-"))
      .map(({ instance: { resource } }) => [numberIn(resource.name), names.nameOf(resource)]),
  );
  const balancers = new Map(
    network.loadBalancers.map(({ resource }) => [numberIn(resource.name), names.nameOf(resource)]),
  );
  return { machines, balancers };
}

/** The same where the internet gets to one balancer alone. */
function onlyThrough(description: WithDoors, balancer: number): WithDoors {
  return {
    ...description,
    balancers: description.balancers.map((one, i) => (i === balancer ? one : { ...one, internal: true })),
    accelerators: description.accelerators.filter(
      ({ endpoint }) => !("balancer" in endpoint) || endpoint.balancer === balancer,
    ),
  };
}

describe("flows from the internet", () => {
  const tally = { machine: 0, balancer: 0, through: 0, none: 0 };

  const agreeing = (style: Style, phase: "preview" | "update") =>
    fc.property(withDoors(descriptions), fc.nat(), (description, seed) => {
      const network = networkOf(render(description, style, phase));
      const exposures = new Exposures(network);
      const { machines, balancers } = namesIn(network, exposures);
      const own = AddressSet.of(...description.blocks);
      const expect = (name: string, packet: Packet, gets: boolean, kind: keyof typeof tally) => {
        assert.equal(
          told(exposures.flows.get(name), packet) === "certain",
          gets,
          `${JSON.stringify(packet)} to ${name}`,
        );
        tally[gets ? kind : "none"]++;
      };
      for (const packet of packetsForDoors(description, seed, 12)) {
        if (own.has(packet.source)) continue;
        for (const [machine, name] of machines) {
          if (isUncertain(description, machine, phase)) continue;
          const { subnets } = description.machines[machine] as Machine;
          const doors = subnets.map((subnet) => getsIn(description, machine, subnet, packet));
          const direct = doors.some((door) => door.directly() || door.accelerated());
          expect(name, packet, direct, "machine");
          for (const [balancer, through] of balancers) {
            const alone = onlyThrough(description, balancer);
            const gets = subnets.some((subnet) => getsIn(alone, machine, subnet, packet).balanced());
            expect(`${name} through ${through}`, packet, gets, "through");
          }
        }
        for (const [balancer, name] of balancers) {
          expect(name, packet, arrivesAt(description, balancer, packet), "balancer");
        }
      }
    });

  for (const [title, style] of [
    ["inline", INLINE],
    ["standalone", STANDALONE],
  ] as const) {
    for (const phase of ["preview", "update"] as const) {
      it(`are those of the oracle: ${title}, ${phase}`, () => fc.assert(agreeing(style, phase), trials(50)));
    }
  }

  it("are tried for every kind of end, those too that nothing gets to", () =>
    assertMeetingAll(agreeing(INLINE, "update"), 50, tally));
});

describe("flows that hang on what is not known", () => {
  it("leave out nothing that an unknown value could still let in, and claim nothing that it could still refute", () => {
    const tally = { certain: 0, perhaps: 0, none: 0 };
    assertMeetingAll(
      fc.property(descriptions, fc.nat(), fc.constantFrom(INLINE, STANDALONE), (description, seed, style) => {
        const network = networkOf(withUnknowns(render(description, style, "preview"), numbers(seed)));
        const exposures = new Exposures(network);
        const own = AddressSet.of(...description.blocks);
        for (const [machine, name] of namesIn(network, exposures).machines) {
          const one = description.machines[machine] as Machine;
          for (const packet of packets(description, seed, 20)) {
            if (own.has(packet.source)) continue;
            const gets = one.subnets.some(
              (subnet) => pathFromInternet(description, one, subnet, packet) !== undefined,
            );
            const kind = told(exposures.flows.get(name), packet);
            tally[kind]++;
            if (kind === "certain") assert.ok(gets, `${JSON.stringify(packet)} to ${name}`);
            if (kind === "none" && !hangsOnAddress(one))
              assert.ok(!gets, `${JSON.stringify(packet)} to ${name}`);
          }
        }
      }),
      100,
      tally,
    );
  });
});

describe("flows to balancers that hang on what is not known", () => {
  const withoutAccelerators = withDoors(descriptions).map((one): WithDoors => ({ ...one, accelerators: [] }));
  /** The same with what machines are on, which are its targets. */
  const KEPT_TARGETS =
    /:(Subnet|LoadBalancer|RouteTableAssociation|NetworkAclAssociation|InternetGateway|Instance|Group|NetworkInterface|LaunchTemplate)$/;
  /** What is not known of a balancer, its listeners, the groups' rules, the routes and the ACLs; what lies where is. */
  const KEPT = /:(Subnet|LoadBalancer|RouteTableAssociation|NetworkAclAssociation|InternetGateway)$/;

  it("leave out nothing that an unknown value could still let in, and claim nothing that it could still refute", () => {
    const tally = { told: 0, none: 0 };
    assertMeetingAll(
      fc.property(withoutAccelerators, fc.nat(), (description, seed) => {
        const rendered = render(description, STANDALONE, "preview");
        const hidden = withUnknowns(rendered, numbers(seed));
        const resources = rendered.map((one, i) => (KEPT.test(one.type) ? one : (hidden[i] ?? one)));
        const network = networkOf(resources);
        const exposures = new Exposures(network);
        const own = AddressSet.of(...description.blocks);
        for (const [balancer, name] of namesIn(network, exposures).balancers) {
          for (const packet of packetsForDoors(description, seed, 10)) {
            if (own.has(packet.source)) continue;
            const gets = arrivesAt(description, balancer, packet);
            const kind = told(exposures.flows.get(name), packet);
            tally[kind === "none" ? "none" : "told"]++;
            if (kind === "certain") assert.ok(gets, `${JSON.stringify(packet)} to ${name}`);
            if (kind === "none") assert.ok(!gets, `${JSON.stringify(packet)} to ${name}`);
          }
        }
      }),
      60,
      tally,
    );
  });

  it("get to their targets with a mark at most where that hangs on one", () => {
    const tally = { told: 0, none: 0 };
    assertMeetingAll(
      fc.property(withoutAccelerators, fc.nat(), (description, seed) => {
        const rendered = render(description, STANDALONE, "preview");
        const hidden = withUnknowns(rendered, numbers(seed));
        const resources = rendered.map((one, i) => (KEPT_TARGETS.test(one.type) ? one : (hidden[i] ?? one)));
        const network = networkOf(resources);
        const exposures = new Exposures(network);
        const { machines, balancers } = namesIn(network, exposures);
        const own = AddressSet.of(...description.blocks);
        for (const [machine, name] of machines) {
          if (isUncertain(description, machine, "preview")) continue;
          const { subnets } = description.machines[machine] as Machine;
          for (const [balancer, through] of balancers) {
            const alone = onlyThrough(description, balancer);
            for (const packet of packetsForDoors(description, seed, 6)) {
              if (own.has(packet.source)) continue;
              const gets = subnets.some((subnet) => getsIn(alone, machine, subnet, packet).balanced());
              const kinds = [name, "inside"].map((to) =>
                told(exposures.flows.get(`${to} through ${through}`), packet),
              );
              const kind = (["certain", "perhaps"] as const).find((one) => kinds.includes(one)) ?? "none";
              tally[kind === "none" ? "none" : "told"]++;
              const what = `${JSON.stringify(packet)} to ${name} through ${through}`;
              if (kind === "certain") assert.ok(gets, what);
              if (kind === "none") assert.ok(!gets, what);
            }
          }
        }
      }),
      60,
      tally,
    );
  });

  it("have no mark where everything is known", () => {
    fc.assert(
      fc.property(withoutAccelerators, (description) => {
        const network = networkOf(render(description, INLINE, "update"));
        const exposures = new Exposures(network);
        for (const name of namesIn(network, exposures).balancers.values())
          for (const [to, { perhaps }] of exposures.flows)
            assert.ok(perhaps.isEmpty || !to.endsWith(name), to);
      }),
      trials(40),
    );
  });
});

/** Whether its public address comes of what may point at any machine while it is not known, or of an interface's own settings. */
function hangsOnAddress({ elasticIp, form, ipv6 }: Machine): boolean {
  return elasticIp || form !== "instance" || ipv6 !== undefined;
}

/** The same with machines whose addresses hang on nothing that is unknown. */
function plain(description: Description): Description {
  const own = { form: "instance", elasticIp: false, ipv6: undefined } as const;
  return {
    ...description,
    machines: description.machines.map((one) => ({ ...one, ...own, subnets: one.subnets.slice(0, 1) })),
  };
}

/** The same with machines that have somebody to talk to. */
function talkative(description: Description): Description {
  const all = {
    services: { protocol: -1, from: 0, to: 0 },
    sources: [{ block: "0.0.0.0/0" }, { block: "::/0" }],
  };
  const [first] = description.machines as [Machine, ...Machine[]];
  return {
    ...description,
    groups: description.groups.map((group, i) =>
      i % 2 === 0 ? { ...group, egress: [...group.egress, all] } : group,
    ),
    machines: [
      ...description.machines,
      { ...first, form: "instance", subnets: [description.subnets.length - 1], groups: [0] },
    ],
  };
}

describe("flows inside a VPC", () => {
  for (const [title, style, phase] of [
    ["inline", INLINE, "update"],
    ["standalone", STANDALONE, "preview"],
    ["standalone", STANDALONE, "update"],
  ] as const) {
    it(`are those of the oracle: ${title}, ${phase}`, () => {
      const told: Record<string, number> = { SecurityGroup: 0, Subnet: 0, Vpc: 0, Instance: 0 };
      assertMeetingAll(
        fc.property(descriptions.map(talkative), fc.nat(), (description, seed) => {
          const network = networkOf(render(description, style, phase));
          const exposures = new Exposures(network);
          const { machines } = namesIn(network, exposures);
          for (const [from, sender] of machines) {
            if (isUncertain(description, from, phase)) continue;
            const own = network.placements.filter(
              ({ instance }) => numberIn(instance.resource.name) === from,
            );
            const isSender = own.some(({ groups }) =>
              groups.some(
                ({ rules, resource }) =>
                  resource === undefined || rules.some((rule) => rule.direction === "egress"),
              ),
            );
            const called = [
              ...own.flatMap(({ subnet, groups }) => [
                subnet?.resource,
                subnet?.vpc?.resource,
                ...groups.map((group) => group.resource),
              ]),
            ].flatMap((resource) => (resource === undefined ? [] : exposures.names.nameOf(resource)));
            const titles = own.flatMap(({ groups }) => groups.map((group) => group.title));
            for (const [to, receiver] of machines) {
              if (from === to || isUncertain(description, to, phase)) continue;
              const [mine, others] = [from, to].map((i) => {
                const machine = description.machines[i] as Machine;
                return machine.subnets.map((subnet) => ({ machine, subnet }));
              }) as [{ machine: Machine; subnet: number }[], { machine: Machine; subnet: number }[]];
              for (const { protocol, port } of packets(description, seed, 10)) {
                const names = exposures.flows.get(receiver)?.certain.peersAt(protocol, port)?.names;
                const by = [sender, ...called, ...titles].filter((name) => names?.has(name));
                const actual = isSender && by.length > 0;
                const expected = mine.some((here) =>
                  others.some((there) =>
                    [32, 128].some((width) =>
                      reachesInside(description, here, there, width, { protocol, port }),
                    ),
                  ),
                );
                assert.equal(
                  actual,
                  expected,
                  `${protocol} ${port} from ${sender} to ${receiver}, by ${by.join()}`,
                );
                if (!expected) continue;
                for (const [kind = ""] of by.map((name) => name.split(" ")))
                  told[kind] = (told[kind] ?? 0) + 1;
              }
            }
          }
        }),
        50,
        told,
      );
    });
  }
});

describe("flows inside a VPC that hang on what is not known", () => {
  const tally = { certain: 0, perhaps: 0, none: 0 };
  /** What they are called that a machine is among, as far as that is known. */
  const namesOf = (exposures: Exposures, own: readonly Placement[], sender: string) => {
    const resources = own.flatMap(({ subnet, groups }) => [
      subnet?.resource,
      subnet?.vpc?.resource,
      ...groups.map((group) => group.resource),
    ]);
    return [
      sender,
      ...resources.flatMap((resource) => (resource === undefined ? [] : exposures.names.nameOf(resource))),
      ...own.flatMap(({ groups }) => groups.map((group) => group.title)),
    ];
  };

  const holding = (style: Style) =>
    fc.property(descriptions.map(talkative).map(plain), fc.nat(), (description, seed) => {
      const network = networkOf(withUnknowns(render(description, style, "preview"), numbers(seed)));
      const exposures = new Exposures(network);
      const { machines } = namesIn(network, exposures);
      for (const [from, sender] of machines) {
        const own = network.placements.filter(({ instance }) => numberIn(instance.resource.name) === from);
        const isSender = own.some(({ groups }) => !admission(groups, "egress").traffic.isEmpty);
        const called = namesOf(exposures, own, sender);
        for (const [to, receiver] of machines) {
          const pair = [from, to].map((i) => description.machines[i] as Machine) as [Machine, Machine];
          if (from === to) continue;
          const [mine, others] = pair.map((machine) =>
            machine.subnets.map((subnet) => ({ machine, subnet })),
          ) as [{ machine: Machine; subnet: number }[], { machine: Machine; subnet: number }[]];
          for (const packet of packets(description, seed, 10)) {
            const gets = mine.some((here) =>
              others.some((there) =>
                [32, 128].some((width) => reachesInside(description, here, there, width, packet)),
              ),
            );
            const kind = toldFrom(called, isSender, exposures.flows.get(receiver), packet);
            tally[kind]++;
            const what = `${JSON.stringify(packet)} from ${sender} to ${receiver}`;
            if (kind === "certain") assert.ok(gets, what);
            if (kind === "none") assert.ok(!gets, what);
          }
        }
      }
    });

  for (const [title, style] of [
    ["inline", INLINE],
    ["standalone", STANDALONE],
  ] as const) {
    it(`leave out nothing that an unknown value could still let through, and claim nothing that it could still refute: ${title}`, () =>
      fc.assert(holding(style), trials(40)));
  }

  it("are tried with every outcome", () => assertMeetingAll(holding(INLINE), 40, tally));

  it("have no mark where everything is known", () => {
    fc.assert(
      fc.property(withDoors(descriptions), fc.constantFrom(INLINE, STANDALONE), (description, style) => {
        const { flows } = new Exposures(networkOf(render(description, style, "update")));
        for (const [name, { perhaps }] of flows)
          for (const { peers } of perhaps.boxes()) assert.ok(peers.names.isEmpty, name);
      }),
      trials(40),
    );
  });
});

describe("senders that send alike, of which a receiver names some by their group", () => {
  const EVERY = { protocol: -1, from: 0, to: 0 };
  const open = { ingress: [], egress: [{ services: EVERY, sources: [{ block: "0.0.0.0/0" }] }] };
  const plain = { publicAddress: false, elasticIp: false, form: "instance" } as const;
  const subnet = { mapsPublicAddress: false, table: undefined, acl: undefined };
  const description: Description = {
    blocks: ["10.0.0.0/16", "2600:1f00::/56"],
    lists: [],
    tables: [],
    acls: [],
    groups: [
      open,
      {
        ingress: [
          { services: { protocol: 6, from: 443, to: 443 }, sources: [{ group: 2 }, { block: "2000::/3" }] },
        ],
        egress: [],
      },
      open,
    ],
    defaultGroup: undefined,
    mainTable: undefined,
    defaultAcl: undefined,
    subnets: [
      { ...subnet, block: "10.0.0.0/28", ipv6Block: "2600:1f00:0:0::/64", assignsIpv6: true },
      { ...subnet, block: "10.0.1.0/28", ipv6Block: "2600:1f00:0:1::/64", assignsIpv6: false },
    ],
    machines: [
      { ...plain, subnets: [1], groups: [2], ipv6: false },
      { ...plain, subnets: [0], groups: [1], ipv6: true },
      { ...plain, subnets: [1], groups: [0], ipv6: false },
    ],
  };

  it("are not told as their VPC for the others' sake", () => {
    const exposures = new Exposures(networkOf(render(description, STANDALONE, "update")));
    assert.deepEqual(
      listed(exposures.flows)
        .filter(({ to }) => to === "Instance machine-1")
        .map(({ from }) => from)
        .filter((from) => from.startsWith("Vpc") || from.startsWith("Subnet")),
      [],
    );
    assert.ok(exposures.flows.get("Instance machine-1")?.certain.isEmpty === false);
  });
});
