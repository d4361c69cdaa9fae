import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import type { Vpc } from "../../routing/vpc";

/** What is bound to something, a subnet or VPC, that is not known yet and may be any one of the VPC's or, where that is not known either, of the place. */
export class Strays {
  private readonly all: { readonly by: Resource; readonly vpc: Vpc | undefined }[] = [];

  constructor(private readonly stack: Stack) {}

  /** Takes what binds if one of its references leads nowhere that can be told. */
  note(by: Resource, references: readonly Reference[], vpc: Vpc | undefined): void {
    if (references.some(isUntold)) this.all.push({ by, vpc });
  }

  mayBeOn(resource: Resource | undefined, vpc: Vpc | undefined): boolean {
    return this.all.some(
      (stray) =>
        (resource === undefined || mayShare(this.stack, stray.by, resource)) &&
        (stray.vpc === undefined || vpc === undefined || stray.vpc === vpc),
    );
  }
}

/** Whether a reference may lead to any resource, being computed from none of those meant. */
export function isUntold({ kind }: Reference): boolean {
  return kind === "opaque" || kind === "computed";
}

export function mayShare(stack: Stack, one: Resource, other: Resource): boolean {
  return stack.nearest(one, [other]).length > 0;
}
