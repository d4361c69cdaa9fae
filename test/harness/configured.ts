import type { Session } from "../../network/session";
import type { Policy } from "../../policies/kit/policy";

/** A policy as the engine runs it with the given options, at its own level unless they say another. */
export function configured(
  policy: Policy,
  { enforcementLevel = policy.enforcementLevel, ...options }: Record<string, unknown>,
): Policy {
  const level = enforcementLevel as Policy["enforcementLevel"];
  return withArguments(
    { ...policy, enforcementLevel: level, judge: judgeWith(policy, options) },
    { getConfig: <T extends object>() => options as T },
  );
}

/** The policy's own judge, which the door asks, with a configuration of its own. */
function judgeWith({ judge }: Policy, options: Record<string, unknown>): Policy["judge"] {
  const own: Policy["judge"] = Object.create(judge);
  return Object.assign(own, {
    configure: (given: object, session: Session) =>
      judge.configure.call(own, { ...options, ...given }, session),
  });
}

/** A policy as the engine runs it on a stack with the given tags. */
export function inTaggedStack(policy: Policy, tags: Record<string, string>): Policy {
  // Without a judge of its own, the SDK asks it, which hands on the tags.
  const { judge: _, ...asked } = withArguments(policy, { stackTags: new Map(Object.entries(tags)) });
  return asked as Policy;
}

function withArguments(policy: Policy, others: object): Policy {
  const { validateResource, validateStack, remediateResource } = policy;
  return {
    ...policy,
    ...(typeof validateResource === "function" && {
      validateResource: (args, report) => validateResource({ ...args, ...others }, report),
    }),
    ...(remediateResource && { remediateResource: (args) => remediateResource({ ...args, ...others }) }),
    ...(validateStack && { validateStack: (args, report) => validateStack({ ...args, ...others }, report) }),
  };
}
