import type { Resource } from "../../stack/resource";
import type { Path } from "../../stack/setting";

/** A text in the inputs of a resource that whoever may describe it can read. */
export interface WrittenText {
  readonly resource: Resource;
  readonly path: Path;
  readonly text: string;
  /** What it is the value of: the key that it stands under, or the `name` beside it. */
  readonly name: string;
}
