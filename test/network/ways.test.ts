import assert from "node:assert/strict";
import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { icmpMessages, portRange } from "../../algebra/ports";
import { ICMP, ICMPV6, protocol, TCP } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import type { Placement } from "../../network/machines/placement";
import { answersWithin } from "../../network/paths/answers";
import { pathsThroughNat } from "../../network/paths/through-nat";
import {
  keepsLocal,
  type Route,
  type RouteTable,
  type RouteTargetKind,
} from "../../network/routing/route-table";
import { hasNoWayOut } from "../../network/routing/way-out";
import type { ForwardedPort } from "../../network/services/forwarded-port";
import { Resource } from "../../stack/resource";

const resource = (name: string) =>
  new Resource({ urn: `urn:pulumi:dev::shop::thing::${name}`, type: "thing", name });

const EVERYWHERE = AddressSet.ipv4;

const route = (kind: RouteTargetKind, addresses: AddressSet | undefined, isListed = false): Route => ({
  ...{ resource: undefined, path: "", block: undefined, destination: undefined, problems: [] },
  ...{ addresses, isListed, target: { kind, resource: undefined, title: kind } },
});

const tableOf = (...routes: Route[]): RouteTable => ({
  ...{ resource: undefined, key: "table", title: "table", claims: [], vpc: undefined, routes, refusals: [] },
  ...{ managesInline: false, isComplete: true },
});

describe("a table without a way out", () => {
  const placement = (routes: Route[], more: { template?: Resource; givesIpv4?: boolean } = {}): Placement =>
    ({
      instance: { kind: "machine", publicAddressSettings: [] },
      subnet: { routeTable: tableOf(...routes), givesIpv4: more.givesIpv4 ?? false, givesIpv6: false },
      publicAddresses: [],
      template: more.template,
    }) as unknown as Placement;
  const local = route("local", AddressSet.of("10.0.0.0/8"));
  const gateway = route("internet-gateway", EVERYWHERE);
  for (const [what, routes, more, expected] of [
    ["leads to its VPC alone", [local], {}, true],
    ["leads to what a gateway endpoint serves", [local, route("vpc-endpoint", undefined, true)], {}, true],
    ["leads to an endpoint for a block of its own", [route("vpc-endpoint", EVERYWHERE)], {}, false],
    ["leads to an internet gateway, for which there is no address", [local, gateway], {}, true],
    ["does so, where its subnet gives one", [local, gateway], { givesIpv4: true }, false],
    ["does so, where a template may ask for one", [local, gateway], { template: resource("launch") }, false],
  ] as const) {
    it(`is ${expected ? "" : "not "}one that ${what}`, () =>
      assert.equal(hasNoWayOut(placement([...routes], more), []), expected));
  }
});

describe("a table that keeps a VPC's own packets local", () => {
  for (const [what, routes, expected] of [
    ["sends a part to the local route that is not known yet", [route("local", undefined)], true],
    ["sends a part elsewhere that is not known yet", [route("network-interface", undefined)], false],
  ] as const) {
    it(`is ${expected ? "" : "not "}one that ${what}`, () =>
      assert.equal(keepsLocal(tableOf(...routes), AddressSet.of("10.0.0.0/8")), expected));
  }
});

describe("a port that a NAT gateway sends on", () => {
  const [box, card, other] = ["box", "card", "other"].map(resource) as [Resource, Resource, Resource];
  const at = (own: Resource): Placement =>
    ({
      instance: { resource: box },
      resource: own,
      title: own.name,
      groups: [],
      publicAddresses: [],
    }) as never;
  const comesTo = (target: Resource, ...placements: Placement[]) => {
    const forwarded = {
      target,
      title: "nat",
      by: "entry",
      services: { protocols: protocol(TCP), ports: portRange(22, 22) },
      port: undefined,
    };
    const forwardedPorts = [forwarded as unknown as ForwardedPort];
    return [...pathsThroughNat({ placements, forwardedPorts })].map(({ placement }) => placement.title);
  };
  for (const [what, target, own, expected] of [
    ["an instance's own interface before further ones", box, [card, box], ["box"]],
    ["the first of those that an instance is given", box, [card, other], ["card"]],
    ["an interface that is named itself", card, [box, card], ["card"]],
  ] as const)
    it(`comes to ${what}`, () => assert.deepEqual(comesTo(target, ...own.map(at)), expected));
});

describe("a ping", () => {
  for (const [family, number, request, reply] of [
    ["IPv4", ICMP, 8, 0],
    ["IPv6", ICMPV6, 128, 129],
  ] as const) {
    it(`over ${family} is answered where its reply gets through`, () => {
      const isAnswered = (type: number) => {
        const traffic = Traffic.of(protocol(number), icmpMessages(type, -1), Peers.of(AddressSet.all));
        return !(answersWithin(traffic).peersAt(number, request << 8) ?? Peers.none).isEmpty;
      };
      assert.deepEqual([isAnswered(reply), isAnswered(request)], [true, false]);
    });
  }
});
