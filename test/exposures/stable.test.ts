import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { Coverage } from "../../cli/coverage";
import { exposuresOf } from "../../cli/exposures";
import { previewIn } from "../../cli/preview";
import { stateIn } from "../../cli/state";
import { answerOf } from "../../network/exposures/answer";
import { Exposures } from "../../network/exposures/exposures";
import { differenceOf, flowText, listed, listedOut } from "../../network/exposures/flows";
import { Session } from "../../network/session";
import { readWire } from "../../stack/wire";
import { exampleProgram } from "../examples";
import { type Registered, runProgram } from "../harness/program";
import type { Description, Machine } from "../network/description";
import { type Packet, pathFromInternet, reachesInside } from "../network/oracle";
import { packets } from "../network/packets";
import { networkOf } from "../network/rendered-network";
import { INLINE, render, STANDALONE } from "../network/renderings";
import { descriptions, halved } from "../network/stacks";
import { previewFile, stateFile } from "../shared-network";
import { assertMeetingAll, trials } from "../trials";

const lines = (exposures: Exposures) =>
  [...listed(exposures.flows), ...listedOut(exposures.flowsOut)].map(flowText);

describe("the file of an example", () => {
  const contentOf = (file: string) => JSON.parse(readFileSync(file, "utf8"));

  for (const example of [
    "three-tier",
    "private-ssm",
    "leaky",
    "ecs",
    "ecs-leaky",
    "shared-network/network",
  ]) {
    it(`is the same from program, preview and state, but for what became known: ${example}`, async () => {
      const [planned, made] = [
        await runProgram(exampleProgram(example), "preview"),
        await runProgram(exampleProgram(example), "update"),
      ];
      const program = new Exposures(networkOf(planned));
      const preview = exposuresOf(previewIn(contentOf(previewFile(planned)), new Coverage()).resources);
      const state = exposuresOf(stateIn(contentOf(stateFile(made)), new Coverage())?.resources ?? []);
      assert.deepEqual(lines(preview), lines(program));
      for (const other of [preview, state]) {
        for (const part of ["flows", "flowsOut"] as const) {
          const { opened, closed } = differenceOf(program[part], other[part]);
          assert.deepEqual([...opened.keys(), ...closed.keys()], []);
        }
        assert.deepEqual(certain(lines(other)), certain(lines(program)));
      }
    });
  }

  const certain = (some: readonly string[]) => some.filter((line) => !line.endsWith(" ?"));
});

/** The same resources in a component of a name. */
function within(component: string, resources: readonly Registered[]): Exposures {
  const parent = `urn:pulumi:dev::shop::shop:net:Site::${component}`;
  const moved = new Map(
    resources.map(({ urn }) => [urn, urn.replace(/^(.+?::.+?)::/, "$1::shop:net:Site$$")]),
  );
  return new Exposures(
    Session.networkOf([
      { urn: parent, type: "shop:net:Site", name: component, declared: {}, settled: {} },
      ...resources.map(({ urn, type, name, inputs, outputs, dependencies }) => ({
        ...{ urn: moved.get(urn) ?? urn, type, name, parent },
        declared: readWire(inputs).values,
        settled: readWire(outputs).values,
        dependencies: new Map(
          Object.entries(dependencies).map(([property, urns]) => [
            property,
            urns.map((one) => moved.get(one) ?? one),
          ]),
        ),
      })),
    ]),
  );
}

describe("the lines of a random stack", () => {
  const flowsOf = (resources: readonly Registered[]) => lines(new Exposures(networkOf(resources)));

  it("are those of every order, spelling and component's name", () => {
    fc.assert(
      fc.property(descriptions, fc.nat(), (description, order) => {
        const told = flowsOf(render(description, INLINE, "update"));
        fc.pre(told.length > 0);
        const reordered = render(description, { ...INLINE, order }, "update");
        assert.deepEqual(flowsOf(reordered), told, "another order");
        assert.deepEqual(flowsOf(render(description, STANDALONE, "update")), told, "rules of their own");
        assert.deepEqual(flowsOf(render(halved(description), INLINE, "update")), told, "blocks in halves");
        for (const component of ["eu", "us"])
          assert.deepEqual(lines(within(component, reordered)), told, `component ${component}`);
      }),
      trials(15),
    );
  });
});

describe("the way that is told between two ends", () => {
  const nameOf = ({ names, network }: Exposures, machine: number) => {
    const found = network.placements.find(({ instance }) => instance.resource.name === `machine-${machine}`);
    return found && names.nameOf(found.instance.resource);
  };

  const packetIn = (text: string): Packet => {
    const [, name = "", number = "0", source = ""] =
      /^(\w+)(?: (?:type )?(\d+))? from (.+)$/.exec(text) ?? [];
    const protocols: Record<string, number> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58, esp: 50 };
    const protocol = protocols[name] ?? Number(/\d+/.exec(name)?.[0]);
    return {
      source,
      protocol,
      port: protocol === 1 || protocol === 58 ? Number(number) << 8 : Number(number),
    };
  };

  it("is one that the simulator confirms, and where it is stopped no packet gets there", () => {
    const tally = { open: 0, stopped: 0 };
    assertMeetingAll(
      fc.property(descriptions, fc.nat(), (description, seed) => {
        const exposures = new Exposures(networkOf(render(description, INLINE, "update")));
        for (const [i, machine] of description.machines.entries()) {
          const name = nameOf(exposures, i);
          if (name === undefined) continue;
          const gets = (packet: Packet) =>
            machine.subnets.some((subnet) => pathFromInternet(description, machine, subnet, packet));
          const { ways, stopped } = answerOf(exposures, "internet", name);
          for (const { packet } of ways) {
            const { protocol } = packetIn(packet);
            if ([6, 17].includes(protocol)) assert.ok(gets(packetIn(packet)), `${packet} to ${name}`);
          }
          if (ways.length > 0) tally.open++;
          else {
            tally.stopped++;
            assert.ok(
              stopped.every(({ gates }) => gates.some(({ stops }) => stops)),
              name,
            );
            for (const packet of packets(description, seed, 20))
              assert.ok(!gets(packet), `${JSON.stringify(packet)} gets to ${name}`);
          }
        }
      }),
      30,
      tally,
    );
  });

  it("is the simulator's inside a VPC as well", () => {
    const tally = { open: 0, stopped: 0 };
    assertMeetingAll(
      fc.property(descriptions, fc.nat(), (description: Description, seed) => {
        const exposures = new Exposures(networkOf(render(description, INLINE, "update")));
        const ends = description.machines.map((machine, i) => ({ machine, name: nameOf(exposures, i) }));
        for (const from of ends) {
          for (const to of ends) {
            if (from === to || from.name === undefined || to.name === undefined) continue;
            const { ways } = answerOf(exposures, from.name, to.name);
            for (const packet of packets(description, seed, 20)) {
              const gets = reaches(description, from.machine, to.machine, packet);
              if (gets) assert.ok(ways.length > 0, `${JSON.stringify(packet)}: ${from.name} to ${to.name}`);
            }
            tally[ways.length > 0 ? "open" : "stopped"]++;
          }
        }
      }),
      30,
      tally,
    );
  });

  function reaches(description: Description, from: Machine, to: Machine, packet: Packet): boolean {
    const width = packet.source.includes(":") ? 128 : 32;
    return from.subnets.some((subnet) =>
      to.subnets.some((other) =>
        reachesInside(description, { machine: from, subnet }, { machine: to, subnet: other }, width, packet),
      ),
    );
  }
});
