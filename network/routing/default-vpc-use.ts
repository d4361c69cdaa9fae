import type { Resource } from "../../stack/resource";

/** Something that names neither subnet nor VPC, so that AWS puts it into the default one. */
export interface DefaultVpcUse {
  readonly resource: Resource;
  /** Where in the resource, such as `launchSpecifications[0]`; empty for the resource itself. */
  readonly path: string;
}
