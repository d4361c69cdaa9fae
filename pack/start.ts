import { PolicyPack } from "@pulumi/policy";
import { PACKAGES } from "../network/network";
import { policies } from "../policies";
import { configurationErrors } from "../policies/kit/configuration";
import type { Policy } from "../policies/kit/policy";
import { aliasesIn } from "../policies/kit/upgrades";
import { VERSION } from "../policies/kit/version";
import { isDoorStanding, openDoor } from "./door";

const NAME = "network-guard";

/** Starts the policy pack of all policies. */
export function startPack(): void {
  openDoor((configuration, names) => configurationErrors(policies, configuration, names), {
    own: { name: NAME, policies },
    aliases: aliasesIn(VERSION, policies),
    checked: policies.map(({ name }) => name),
  });
  new PolicyPack(NAME, {
    policies: policies.map(withoutCollecting),
    provider: PACKAGES.join(", "),
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
