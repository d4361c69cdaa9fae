/**
 * Whether a filter pattern of CloudWatch Logs matches every event of some names, of EC2 and without an error; undefined where the pattern
 * cannot be read.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function matchesEvents(pattern: string, names: readonly string[]): boolean {
  const tokens = pattern.match(/&&|\|\||[{}()]|!=|=|"[^"]*"|%[^%]*%|[^\s&|{}()=!"]+/g) ?? [];
  return tokens[0] === "{" && names.every((name) => new Reading(tokens.slice(1, -1), eventOf(name)).matches);
}

/** What is certain of each such event; undefined is what it has not. */
const eventOf = (eventName: string): Readonly<Record<string, string | undefined>> => ({
  eventName,
  eventSource: "ec2.amazonaws.com",
  eventType: "AwsApiCall",
  errorCode: undefined,
  errorMessage: undefined,
});

/** One reading of a pattern's tokens, from left to right; `&&` binds before `||`. */
class Reading {
  private place = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly event: Readonly<Record<string, string | undefined>>,
  ) {}

  get matches(): boolean {
    const isMatch = this.either();
    return isMatch && this.place === this.tokens.length;
  }

  private either(): boolean {
    let isMatch = this.both();
    while (this.take("||")) isMatch = this.both() || isMatch;
    return isMatch;
  }

  private both(): boolean {
    let isMatch = this.term();
    while (this.take("&&")) isMatch = this.term() && isMatch;
    return isMatch;
  }

  private term(): boolean {
    if (this.take("(")) {
      const isMatch = this.either();
      return this.take(")") && isMatch;
    }
    const selector = this.next();
    const operator = this.next();
    const value = this.next();
    const [, name = ""] = /^\$\.(\w+)$/.exec(selector) ?? [];
    // Who called, from where and the like differs from event to event.
    if (!Object.hasOwn(this.event, name)) return false;
    const known = this.event[name];
    if (operator === "=" || operator === "!=") return isLike(known, value) === (operator === "=");
    // `NOT EXISTS`; a test of numbers or of `IS` matches no event for certain.
    return operator === "NOT" && value === "EXISTS" && known === undefined;
  }

  private next(): string {
    return (this.tokens[this.place++] ?? "").replace(/^"(.*)"$/, "$1");
  }

  private take(token: string): boolean {
    const isNext = this.tokens[this.place] === token;
    if (isNext) this.place++;
    return isNext;
  }
}

function isLike(known: string | undefined, value: string): boolean {
  if (known === undefined) return false;
  const [, expression] = /^%(.*)%$/.exec(value) ?? [];
  if (expression !== undefined) return fitsExpression(known, expression);
  const pattern = value.split("*").map((part) => part.replace(/[\\^$.|+()[\]{}?]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`).test(known);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html has no groups, so that none is slow. */
function fitsExpression(known: string, expression: string): boolean {
  try {
    return !/[()]/.test(expression) && new RegExp(expression).test(known);
  } catch {
    return false;
  }
}
