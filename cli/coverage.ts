import type { Kind, Verdict } from "../report/verdict";

/** What a check can leave unjudged. */
export const kinds = {
  component: { one: "component", many: "components" },
  encryptedValue: { one: "encrypted value", many: "encrypted values" },
  encryptedSetting: { one: "encrypted configuration value", many: "encrypted configuration values" },
  lookUp: { one: "look-up without an answer", many: "look-ups without an answer" },
  template: { one: "template of other resources", many: "templates of other resources" },
  environment: { one: "imported environment", many: "imported environments" },
  interrupted: {
    one: "resource that an interrupted update may have made, changed or deleted",
    many: "resources that an interrupted update may have made, changed or deleted",
  },
  unfinishedProgram: { one: "unfinished program", many: "unfinished programs" },
  exposures: {
    one: "stack without recorded exposures",
    many: "stacks without recorded exposures",
  },
  disabled: {
    one: "resource, as every policy is disabled",
    many: "resources, as every policy is disabled",
  },
} satisfies Record<string, Kind>;

/** The resources of a package that no pack judges. */
export const resourcesOf = (packageName: string): Kind => ({
  one: `resource of ${packageName}`,
  many: `resources of ${packageName}`,
});

/** What a check leaves unjudged and takes for granted, gathered while it runs. */
export class Coverage {
  readonly #unjudged = new Map<string, { kind: Kind; number: number }>();
  readonly #assumptions = new Set<string>();
  readonly #notes = new Set<string>();

  /** @param note a sentence that says which one it was, and why */
  unjudged(kind: Kind, note?: string, number = 1): void {
    if (number === 0) return;
    const counted = this.#unjudged.get(kind.one) ?? { kind, number: 0 };
    counted.number += number;
    this.#unjudged.set(kind.one, counted);
    if (note !== undefined) this.#notes.add(note);
  }

  /** @param what as it ends the closing line, such as `region us-east-1` */
  assumed(what: string): void {
    this.#assumptions.add(what);
  }

  /** @param told of the stacks that stand beside the one that is judged */
  beside({ assumptions, notes }: Pick<Verdict, "assumptions" | "notes">): void {
    for (const assumption of assumptions) this.#assumptions.add(assumption);
    for (const note of notes) this.#notes.add(note);
  }

  get outcome(): Pick<Verdict, "unjudged" | "assumptions" | "notes"> {
    return {
      unjudged: [...this.#unjudged.values()],
      assumptions: [...this.#assumptions],
      notes: [...this.#notes],
    };
  }
}
