import type { Resource } from "../../stack/resource";

/** What gives everyone access to a resource: an attribute, an access list, or a statement of its policy. */
export interface PublicShare {
  readonly resource: Resource;
  /** Where it stands and what it says, such as `acl "public-read"`. */
  readonly title: string;
  /** Whether another resource may keep it to some, so that one alone decides nothing. */
  readonly mayBeNarrowed?: boolean;
}
