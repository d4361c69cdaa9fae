import { UNKNOWN } from "../end-to-end/aws-stand-in/cloud";
import type { Registered } from "../harness/program";

/** Lists that a program could compute as a whole. */
const LISTS = new Set([
  "ingress",
  "egress",
  "routes",
  "entries",
  "cidrBlocks",
  "ipv6CidrBlocks",
  "networkInterfaces",
]);

/** What a VPC's blocks are decides only where the local route leads, which no network can do without. */
const KEPT = /:(Vpc|VpcIpv4CidrBlockAssociation)$/;

/** Resources with some of their values made unknown, of which the values that were there are one outcome. */
export function withUnknowns(
  resources: readonly Registered[],
  random: Generator<number, never>,
): Registered[] {
  const isChosen = (oneIn: number) => random.next().value % oneIn === 0;
  const hidden = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) {
      return LISTS.has(name) && isChosen(20) ? UNKNOWN : value.map((one) => hidden(one, ""));
    }
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner, key)]));
    }
    return isChosen(25) ? UNKNOWN : value;
  };
  return resources.map((resource) => {
    if (KEPT.test(resource.type)) return resource;
    const inputs = hidden(resource.inputs, "") as Registered["inputs"];
    return { ...resource, inputs, outputs: { ...resource.outputs, ...inputs } };
  });
}
