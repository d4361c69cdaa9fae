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
    readonly nounsRead: unknown[] = [];

    constructor(context: Context) {
      Object.assign(this, context);
    }
  }
  const all = Object.entries<(known: Nouns & Context) => unknown>(readers);
  for (const [i, [name, read]] of all.entries()) {
    Object.defineProperty(Lazy.prototype, name, {
      get(this: Nouns & Context & Lazy) {
        const { nounsRead } = this;
        nounsRead[i] ??= read(this);
        return nounsRead[i];
      },
    });
  }
  return Lazy as unknown as new (
    context: Context,
  ) => Nouns & Context;
}
