import assert from "node:assert/strict";
import type { Network } from "../../../network/network";
import type { Subnet } from "../../../network/routing/subnet";
import { exposureIn } from "../../../report/picture/exposure";

describe("how near a subnet is to the internet", () => {
  const placements = [
    { subnet: { key: "addressed" }, publicAddresses: ["198.51.100.7"] },
    { subnet: { key: "plain" }, publicAddresses: [] },
    { subnet: undefined, publicAddresses: ["198.51.100.8"] },
  ];
  const exposureOf = exposureIn({ placements, natGateways: [] } as unknown as Network);
  const empty = { routes: [], claims: [] };
  for (const [what, subnet, exposure] of [
    [
      "public where a public address needs no route",
      { key: "addressed", unroutedFamilies: ["IPv4"] },
      "public",
    ],
    [
      "unknown without such an address, and without a table",
      { key: "plain", unroutedFamilies: ["IPv4"] },
      "unknown",
    ],
    ["unknown where the address needs a route", { key: "addressed", unroutedFamilies: [] }, "unknown"],
    ["unknown where nobody says whether it needs one", { key: "addressed" }, "unknown"],
    [
      "isolated by a whole table without routes",
      { key: "plain", routeTable: { ...empty, isComplete: true } },
      "isolated",
    ],
    [
      "unknown by a table that may have more routes",
      { key: "plain", routeTable: { ...empty, isComplete: false } },
      "unknown",
    ],
  ] as const)
    it(`is ${what}`, () =>
      assert.deepEqual(exposureOf(subnet as unknown as Subnet), { exposure, waysOut: [] }));
});
