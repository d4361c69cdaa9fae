import type { Policy } from "../../policies/kit/policy";

/** A policy as the engine runs it with the given options. */
export function configured(policy: Policy, options: Record<string, unknown>): Policy {
  const { validateResource, validateStack, remediateResource } = policy;
  const getConfig = <T extends object>() => options as T;
  return {
    ...policy,
    ...(typeof validateResource === "function" && {
      validateResource: (args, report) => validateResource({ ...args, getConfig }, report),
    }),
    ...(remediateResource && { remediateResource: (args) => remediateResource({ ...args, getConfig }) }),
    ...(validateStack && { validateStack: (args, report) => validateStack({ ...args, getConfig }, report) }),
  };
}
