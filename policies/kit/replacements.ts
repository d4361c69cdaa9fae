import type { Network } from "../../network/network";
import type { Session } from "../../network/session";
import type { Resource } from "../../stack/resource";

/** Whether the cloud makes a remediation's change only by replacing the resource, whose network it is. */
export type Replaces = true | ((network: Network) => boolean);

export const LEFT_ALONE =
  "It is not mended, since the change replaces the resource: set allowReplacement to true to have that done.";

/** The resources of each run that a policy's remediation leaves alone, since it would replace them. */
export class Replacements {
  private readonly leftAlone = new WeakMap<Session, Set<string>>();

  constructor(private readonly replaces: Replaces | undefined) {}

  /** Whether the change would replace a resource, asked before it is made. */
  isReplaced(network: Network): boolean {
    const { replaces } = this;
    return typeof replaces === "function" ? replaces(network) : replaces === true;
  }

  /** Keeps whether a remediation that would mend a resource leaves it alone, which its findings then tell. */
  note({ urn }: Resource, isLeftAlone: boolean, session: Session): void {
    const urns = this.leftAlone.get(session) ?? new Set();
    this.leftAlone.set(session, urns);
    if (isLeftAlone) urns.add(urn);
    else urns.delete(urn);
  }

  /** What a finding says besides, as lines. */
  linesFor({ urn }: Resource, session: Session): string[] {
    return this.leftAlone.get(session)?.has(urn) ? [LEFT_ALONE] : [];
  }
}
