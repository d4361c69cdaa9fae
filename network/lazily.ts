/** How each noun is read, from the context and from the nouns that it needs. */
export type Readers<Nouns, Context> = {
  readonly [Name in keyof Nouns]: (known: Nouns & Context) => Nouns[Name];
};

/** A class whose nouns are each read when they are first asked for, and kept. */
export function lazily<Nouns extends object, Context extends object>(
  readers: Readers<Nouns, Context>,
): new (
  context: Context,
) => Nouns & Context {
  class Lazy {
    readonly nounsRead = new Map<string, unknown>();

    constructor(context: Context) {
      Object.assign(this, context);
    }
  }
  for (const [name, read] of Object.entries<(known: Nouns & Context) => unknown>(readers)) {
    Object.defineProperty(Lazy.prototype, name, {
      get(this: Nouns & Context & Lazy) {
        const known = this.nounsRead.get(name);
        if (known !== undefined) return known;
        const value = read(this);
        this.nounsRead.set(name, value);
        return value;
      },
    });
  }
  return Lazy as unknown as new (
    context: Context,
  ) => Nouns & Context;
}
