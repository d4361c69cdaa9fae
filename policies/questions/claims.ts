import type { NetworkAcl } from "../../network/routing/network-acl";
import type { RouteTable } from "../../network/routing/route-table";
import { byUrn } from "../../stack/resource";
import { type Finding, finding } from "../kit/policy";

/** Two ACLs or two tables of one subnet take it from each other. */
export function* claimedTwice(nouns: readonly (NetworkAcl | RouteTable)[]): Iterable<Finding> {
  const claims = nouns.flatMap((noun) => noun.claims.map(({ subnet, by }) => ({ noun, subnet, by })));
  const first = new Map<unknown, (typeof claims)[number]>();
  for (const claim of claims.sort((one, other) => byUrn(one.by, other.by))) {
    const other = first.get(claim.subnet);
    if (other === undefined) first.set(claim.subnet, claim);
    else if (other.noun !== claim.noun) {
      const what = `puts ${claim.subnet.title} under ${claim.noun.title}`;
      yield finding(claim.by, `${what}, and ${other.by.title} puts it under ${other.noun.title}.`);
    }
  }
}
