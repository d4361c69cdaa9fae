import { PolicyPack } from "@pulumi/policy";
import type { Policy } from "../policies/kit/policy";
import { defaultsOf } from "./configuring";
import { isDoorStanding, isRunBegun, openDoor } from "./door";
import { listening, THIS_PACK } from "./this-pack";

/** Starts the policy pack of all policies. */
export function startPack(): void {
  const { name, policies, packages } = THIS_PACK;
  const { errorsIn, aliases } = listening();
  openDoor(errorsIn, { own: THIS_PACK, aliases });
  new PolicyPack(name, {
    policies: policies.map(asServed),
    provider: packages.join(", "),
    displayName: "Network Guard",
  });
}

/**
 * A policy as the SDK is to tell of it. One of the stack asks to see each resource only to know its inputs later: where the door reads them it is a
 * stack policy alone, so that the engine reports it as passed when it has judged, and not before. Of its options a run is told the defaults alone.
 */
function asServed({ validateResource, configSchema, ...others }: Policy): Policy {
  const defaults = { properties: defaultsOf(configSchema?.properties ?? {}) } as typeof configSchema;
  return {
    ...others,
    get validateResource() {
      return others.scope === "stack" && isDoorStanding() ? undefined : validateResource;
    },
    get configSchema() {
      return isRunBegun() ? defaults : configSchema;
    },
  } as Policy;
}
