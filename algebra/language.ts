import type { SetLike } from "./set";

/** One step of a shape: a character of some letters, or any where none are given, once or any number of times. */
export interface Step {
  readonly letters?: ReadonlySet<string>;
  readonly repeats?: true;
}

/** What remains to be read after a character. `other` is the state after every character that `next` does not list. */
interface State {
  readonly accepts: boolean;
  readonly next: ReadonlyMap<string, number>;
  readonly other: number;
}

/** Some patterns, such as a `*` before many `?`, need more states than anybody can wait for. */
const MAX_STATES = 10_000;

/** Documents repeat their patterns: so many are kept. */
const MOST_KNOWN = 500;
const known = new Map<string, Language>();

export class LanguageTooLarge extends Error {
  override readonly name = "LanguageTooLarge";
}

/**
 * A set of texts, such as those that match one of some patterns and none of others. The smallest automaton that tells them, its states
 * numbered in the order in which they are reached, so that equal sets are built alike.
 * @throws LanguageTooLarge from every operation whose result would need too many states
 */
export class Language implements SetLike<Language> {
  static readonly none = new Language([{ accepts: false, next: new Map(), other: 0 }]);
  static readonly all = new Language([{ accepts: true, next: new Map(), other: 0 }]);

  private constructor(private readonly states: readonly State[]) {}

  /** The texts that a pattern matches, in which `*` stands for any text and `?` for one character. */
  static matching(pattern: string): Language {
    const language = known.get(pattern) ?? Language.ofPattern(pattern);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(pattern, language);
    return language;
  }

  private static ofPattern(pattern: string): Language {
    return Language.of(
      [...pattern.replace(/\*+/g, "*")].map((character) => {
        if (character === "*") return { repeats: true };
        return character === "?" ? {} : { letters: new Set(character) };
      }),
    );
  }

  /** The texts that go through some steps one after the other. */
  static of(steps: readonly Step[]): Language {
    return explored<readonly number[]>(reached(steps, [0]), {
      key: String,
      letters: (places) => places.flatMap((place) => [...(steps[place]?.letters ?? [])]),
      accepts: (places) => places.includes(steps.length),
      after: (places, letter) => reached(steps, stepped(steps, places, letter)),
    });
  }

  /** @param states as they were found, in no order */
  static made(states: readonly State[]): Language {
    return new Language(numbered(merged(states)));
  }

  get isEmpty(): boolean {
    return this.states.length === 1 && !this.stateAt(0).accepts;
  }

  has(text: string): boolean {
    let state = this.stateAt(0);
    for (const character of text) state = this.stateAt(state.next.get(character) ?? state.other);
    return state.accepts;
  }

  union(other: Language): Language {
    if (this.isEmpty) return other;
    if (other.isEmpty) return this;
    return this.combine(other, (here, there) => here || there);
  }

  intersect(other: Language): Language {
    if (this.isEmpty || other.isEmpty) return Language.none;
    return this.combine(other, (here, there) => here && there);
  }

  subtract(other: Language): Language {
    if (this.isEmpty || other.isEmpty) return this;
    return this.combine(other, (here, there) => here && !there);
  }

  equals(other: Language): boolean {
    return (
      this.states.length === other.states.length &&
      this.states.every(({ accepts, next, other: rest }, i) => {
        const its = other.stateAt(i);
        return (
          accepts === its.accepts &&
          rest === its.other &&
          next.size === its.next.size &&
          [...next].every(([letter, state]) => its.next.get(letter) === state)
        );
      })
    );
  }

  private combine(other: Language, accept: (here: boolean, there: boolean) => boolean): Language {
    const count = other.states.length;
    return explored<readonly [number, number]>([0, 0], {
      key: ([here, there]) => here * count + there,
      letters: ([here, there]) => [...this.stateAt(here).next.keys(), ...other.stateAt(there).next.keys()],
      accepts: ([here, there]) => accept(this.stateAt(here).accepts, other.stateAt(there).accepts),
      after: ([here, there], letter) => [this.after(here, letter), other.after(there, letter)],
    });
  }

  private after(state: number, letter: string | undefined): number {
    const { next, other } = this.stateAt(state);
    return letter === undefined ? other : (next.get(letter) ?? other);
  }

  private stateAt(state: number): State {
    return this.states[state] as State;
  }
}

/** The places among the steps where reading may go on: a repeated step may also be passed over. */
function reached(steps: readonly Step[], places: readonly number[]): readonly number[] {
  const all = new Set<number>();
  for (const place of places) {
    for (let next = place; ; next++) {
      all.add(next);
      if (steps[next]?.repeats !== true) break;
    }
  }
  const sorted = [...all].sort((a, b) => a - b);
  // Whatever is read on from before a `*` can be read on from the `*` as well.
  const star = sorted.findLast((place) => steps[place]?.repeats === true && !steps[place]?.letters) ?? 0;
  return sorted.filter((place) => place >= star);
}

function stepped(steps: readonly Step[], places: readonly number[], letter: string | undefined): number[] {
  return places.flatMap((place) => {
    const step = steps[place];
    if (step === undefined) return [];
    const isRead = step.letters === undefined || (letter !== undefined && step.letters.has(letter));
    return isRead ? [step.repeats === true ? place : place + 1] : [];
  });
}

/** An automaton whose states are found on the way. `after` no letter is after any that is not among a state's letters. */
interface Automaton<Key> {
  key(state: Key): number | string;
  letters(state: Key): Iterable<string>;
  accepts(state: Key): boolean;
  after(state: Key, letter: string | undefined): Key;
}

function explored<Key>(start: Key, { key, letters, accepts, after }: Automaton<Key>): Language {
  const found: Key[] = [start];
  const numbers = new Map([[key(start), 0]]);
  const numberOf = (state: Key): number => {
    const its = key(state);
    const known = numbers.get(its);
    if (known !== undefined) return known;
    if (found.length >= MAX_STATES) throw new LanguageTooLarge("The patterns take too many states.");
    numbers.set(its, found.length);
    return found.push(state) - 1;
  };
  const states: State[] = [];
  for (let state = found[0]; state !== undefined; state = found[states.length]) {
    const here = state;
    const next = new Map([...new Set(letters(here))].map((one) => [one, numberOf(after(here, one))]));
    states.push({ accepts: accepts(here), next, other: numberOf(after(here, undefined)) });
  }
  return Language.made(states);
}

/** States from which the same texts are accepted become one, by refining classes until no state leaves its own. */
function merged(states: readonly State[]): readonly State[] {
  const letters = states.map(({ next }) => [...next].sort(byLetter));
  let classes = states.map(({ accepts }) => Number(accepts));
  for (let count = 0; ; ) {
    const numbers = new Map<string, number>();
    const refined = states.map(({ other }, state) => {
      const rest = classes[other];
      let signature = `${classes[state]} ${rest}`;
      for (const [letter, to] of letters[state] ?? [])
        if (classes[to] !== rest) signature += ` ${letter}${classes[to]}`;
      const known = numbers.get(signature) ?? numbers.size;
      numbers.set(signature, known);
      return known;
    });
    classes = refined;
    if (numbers.size === count) break;
    count = numbers.size;
  }
  const classAt = (state: number) => classes[state] as number;
  const result: State[] = [];
  for (const [state, { accepts, other }] of states.entries()) {
    if (result[classAt(state)] !== undefined) continue;
    const led = (letters[state] ?? []).map(([letter, to]) => [letter, classAt(to)] as const);
    result[classAt(state)] = {
      accepts,
      next: new Map(led.filter(([, to]) => to !== classAt(other))),
      other: classAt(other),
    };
  }
  return result;
}

/** The states numbered in the order in which they are reached from the first. */
function numbered(states: readonly State[]): readonly State[] {
  const order: number[] = [0];
  const numbers = new Map([[0, 0]]);
  const numberOf = (state: number): number => {
    const known = numbers.get(state) ?? numbers.size;
    if (known === numbers.size) order.push(state);
    numbers.set(state, known);
    return known;
  };
  const result: State[] = [];
  for (const state of order) {
    const { accepts, next, other } = states[state] as State;
    result.push({
      accepts,
      other: numberOf(other),
      next: new Map([...next].map(([letter, to]) => [letter, numberOf(to)])),
    });
  }
  return result;
}

function byLetter([one]: readonly [string, number], [other]: readonly [string, number]): number {
  return one < other ? -1 : 1;
}
