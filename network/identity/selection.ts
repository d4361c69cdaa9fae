import { Language } from "../../algebra/language";
import { unionAll } from "../../algebra/set";
import { matchesGlob } from "../../stack/glob";
import { type Answer, UNKNOWN } from "../../stack/value";

/**
 * The actions or resources of a statement: those that match one of some patterns or, for a selection by exception, none of them. A pattern may
 * hold variables, such as `${aws:username}`, which stand for one text that each request has, and nobody here.
 */
export class Selection {
  static readonly all = new Selection([], true);

  /** @param mayHaveMore whether some patterns are not known yet */
  constructor(
    readonly patterns: readonly string[],
    private readonly isExcept: boolean,
    private readonly mayHaveMore = false,
  ) {}

  /** Whether a text is selected; UNKNOWN while what is not known could decide it. */
  includes(text: string): Answer {
    if (this.patterns.some((pattern) => !hasVariable(pattern) && matchesGlob(pattern, text))) {
      return !this.isExcept;
    }
    const mayMatch = this.patterns.some(
      (pattern) => hasVariable(pattern) && matchesGlob(widest(pattern), text),
    );
    return this.mayHaveMore || mayMatch ? UNKNOWN : this.isExcept;
  }

  /** What is selected whatever the unknown turns out to be. */
  get certain(): Language {
    if (this.isExcept) return this.mayHaveMore ? Language.none : Language.all.subtract(this.widest);
    return this.named;
  }

  /** What is selected for some of the unknown. */
  get possible(): Language {
    if (this.isExcept) return Language.all.subtract(this.named);
    return this.mayHaveMore ? Language.all : this.widest;
  }

  private get named(): Language {
    return languageOf(this.patterns.filter((pattern) => !hasVariable(pattern)));
  }

  private get widest(): Language {
    return languageOf(this.patterns.map(widest));
  }
}

const VARIABLE = /\$\{[^}]*\}/g;

function hasVariable(pattern: string): boolean {
  return pattern.search(VARIABLE) >= 0;
}

function widest(pattern: string): string {
  return pattern.replace(VARIABLE, "*");
}

function languageOf(patterns: readonly string[]): Language {
  if (patterns.includes("*")) return Language.all;
  return unionAll(patterns.map(Language.matching), Language.none);
}
