import type { Resource } from "../../stack/resource";
import type { Path } from "../../stack/setting";

/** Where a text stands: the last of the steps that lead to it, and the place before that. */
export interface Place {
  readonly step: string | number;
  readonly within: Place | undefined;
}

/** A text in the inputs of a resource that whoever may describe it can read. */
export class WrittenText {
  /** @param name what it is the value of: the key that it stands under, or the `name` beside it */
  constructor(
    readonly resource: Resource,
    readonly text: string,
    readonly name: string,
    private readonly place: Place,
  ) {}

  get path(): Path {
    const path: (string | number)[] = [];
    for (let at: Place | undefined = this.place; at !== undefined; at = at.within) path.unshift(at.step);
    return path;
  }
}
