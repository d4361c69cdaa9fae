import type { Placement } from "../../network/machines/placement";
import { isDeclaredPublic } from "../../network/names/exposure";
import type { Network } from "../../network/network";
import { exposure } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A public and a private machine must not have one role.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Give what is public a role of its own, with no more than it needs.",
  options: { exposure },

  *check(network, { exposure: words }) {
    const holders = new Map<string, Partial<Record<"public" | "private", Placement>>>();
    for (const placement of network.placements) {
      const isPublic = isDeclaredPublic(placement.instance.tags, words);
      const key = placement.instance.kind === "machine" ? network.roleKeyOf(placement) : undefined;
      if (key === undefined || typeof isPublic !== "boolean") continue;
      const known = holders.get(key) ?? {};
      holders.set(key, { [isPublic ? "public" : "private"]: placement, ...known });
    }
    for (const { public: exposed, private: hidden } of holders.values()) {
      if (exposed === undefined || hidden === undefined) continue;
      yield roleFinding(network, exposed, hidden);
    }
  },
});

/** Told of the role, or where it is not in the stack of the private machine, which could have another. */
function roleFinding(network: Network, exposed: Placement, hidden: Placement) {
  const role = network.roleOf(hidden);
  const [one, other] = [exposed, hidden].map(({ instance }) => instance.resource.title);
  if (typeof role === "object")
    return finding(role.resource, `${one} (public) and ${other} (private) have it.`);
  return finding(hidden.instance.resource, `it (private) has the role of ${one} (public).`);
}
