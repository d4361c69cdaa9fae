import { PolicyPack } from "@pulumi/policy";
import type { Policy } from "../policies/kit/policy";
import { isDoorStanding, openDoor } from "./door";
import { listening, THIS_PACK } from "./this-pack";

/** Starts the policy pack of all policies. */
export function startPack(): void {
  const { name, policies, packages } = THIS_PACK;
  const { errorsIn, aliases } = listening();
  openDoor(errorsIn, { own: THIS_PACK, aliases, checked: policies.map((policy) => policy.name) });
  new PolicyPack(name, {
    policies: policies.map(withoutCollecting),
    provider: packages.join(", "),
    displayName: "Network Guard",
  });
}

/**
 * A policy of the stack asks to see each resource only to know its inputs later. Where the door reads them it is a stack policy alone, so that the
 * engine reports it as passed when it has judged, and not before.
 */
function withoutCollecting(policy: Policy): Policy {
  if (policy.scope !== "stack") return policy;
  const { validateResource, ...others } = policy;
  return {
    ...others,
    get validateResource() {
      return isDoorStanding() ? undefined : validateResource;
    },
  } as Policy;
}
