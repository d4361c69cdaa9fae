import type { Network } from "../network/network";
import { Session } from "../network/session";
import type { Policy } from "../policies/kit/policy";
import type { Said } from "../policies/kit/policy-judge";
import { Questions } from "../policies/kit/questions";
import type { ResourceFacts } from "../stack/resource";
import type { Configured } from "./project-mode";

/** A breach of a policy, as it is reported. */
export interface Breach extends Said {
  readonly policy: Policy;
  readonly level: "advisory" | "mandatory";
}

/** What is said of one resource. */
export interface Judged {
  readonly breaches: readonly Breach[];
  /** The policies that do not concern it: the same list for all resources of its type that are alike in that. */
  readonly unconcerned: readonly Policy[];
}

interface Asked {
  readonly policy: Policy;
  readonly level: Breach["level"];
  readonly options: Configured["options"];
}

interface ByType {
  readonly asked: readonly Asked[];
  /** The policies that do not concern a resource, by those of the asked ones among them. */
  readonly unconcerned: (asked: readonly Policy[]) => readonly Policy[];
}

/** Judges by policies at the levels and with the options that they are configured with, as the SDK does for a pack, without its copies. */
export class Judging {
  private readonly asked: readonly Asked[];
  private readonly byType = new Map<string, ByType>();
  private session: Session | undefined;

  /** @param settings by policy; what is not there is at its defaults */
  constructor(policies: readonly Policy[], settings: ReadonlyMap<string, Configured>) {
    this.asked = policies.flatMap((policy): Asked[] => {
      const { level = policy.enforcementLevel, options = {} } = settings.get(policy.name) ?? {};
      // What a remediation leaves is not let through.
      return level === "disabled"
        ? []
        : [{ policy, options, level: level === "advisory" ? level : "mandatory" }];
    });
  }

  /** @throws Error which names the policy that failed, and the resource */
  judgeResource(facts: ResourceFacts): Judged {
    const session = this.in(Session.ofResource());
    const network = session.takeResource(facts);
    const { asked, unconcerned } = this.ofType(facts, network);
    const questions = new Questions(network);
    const breaches: Breach[] = [];
    const othersUnconcerned: Policy[] = [];
    for (const one of asked) {
      const said = attempted(one, `validating ${facts.urn} with`, ({ judge }) =>
        judge.ofResource(questions, session),
      );
      if (said === undefined) othersUnconcerned.push(one.policy);
      else if (said.length > 0) breaches.push(...breachesOf(one, said));
    }
    return { breaches, unconcerned: unconcerned(othersUnconcerned) };
  }

  /** @throws Error which names the policy that failed */
  judgeStack(resources: readonly ResourceFacts[]): Breach[] {
    const session = this.in(Session.current);
    const network = session.takeStack(resources);
    return this.asked.flatMap((one) =>
      breachesOf(
        one,
        attempted(one, "validating the stack with", ({ judge }) => judge.ofStack(network, session)),
      ),
    );
  }

  /** The session, in which every policy has its configuration. */
  private in(session: Session): Session {
    if (this.session === session) return session;
    for (const one of this.asked)
      attempted(one, "configuring", ({ judge }) => judge.configure(one.options, session));
    this.session = session;
    return session;
  }

  private ofType({ type, urn }: ResourceFacts, network: Network): ByType {
    let known = this.byType.get(type);
    if (known === undefined) {
      const ofResources = this.asked.filter(({ policy }) => policy.scope !== "stack");
      const asked = ofResources.filter((one) =>
        attempted(one, `validating ${urn} with`, ({ judge }) => judge.concerns(network)),
      );
      const others = this.asked.filter((one) => isCounted(one) && !asked.includes(one));
      known = { asked, unconcerned: withOthers(others.map(({ policy }) => policy)) };
      this.byType.set(type, known);
    }
    return known;
  }
}

/** Some policies and others, in one list for as long as the others are the same. */
function withOthers(policies: readonly Policy[]): (others: readonly Policy[]) => readonly Policy[] {
  const lists = new Map<string, readonly Policy[]>();
  return (others) => {
    const key = others.map(({ name }) => name).join();
    const list = lists.get(key) ?? [...policies, ...others];
    lists.set(key, list);
    return list;
  };
}

/** Whether the engine counts it as passed on every resource for which it does not hear that it does not apply. */
function isCounted({ policy }: Asked): boolean {
  return policy.scope !== "stack" || policy.remediateResource !== undefined;
}

function breachesOf({ policy, level }: Asked, said: readonly Said[]): Breach[] {
  return said.map(({ urn, message }) => ({ policy, level, urn, message }));
}

function attempted<Result>({ policy }: Asked, doing: string, judge: (policy: Policy) => Result): Result {
  try {
    return judge(policy);
  } catch (error) {
    const text = error instanceof Error ? error.stack : String(error);
    throw new Error(`Error ${doing} policy '${policy.name}':\n${text}`);
  }
}
