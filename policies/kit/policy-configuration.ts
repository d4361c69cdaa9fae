import type { Session } from "../../network/session";
import { readOptions } from "./configuration";
import { ExemptionUses } from "./exemptions";
import type { Exemption, OptionSchemas } from "./options";

/** The options of a policy as they are configured, read anew only when the configuration changes. */
export class PolicyConfiguration<Options extends { readonly exemptions: readonly Exemption[] }> {
  private latest: { readonly configuration: Configuration; readonly options: Options } | undefined;

  constructor(
    private readonly policy: string,
    private readonly schemas: OptionSchemas,
  ) {}

  /** @throws ConfigurationError where the options are not as their schemas say */
  read(configuration: Configuration, session: Session): Options {
    if (this.latest === undefined || !isSame(this.latest.configuration, configuration)) {
      const options = { exemptions: [], ...readOptions(this.policy, this.schemas, configuration) };
      this.latest = { configuration, options: options as unknown as Options };
    }
    ExemptionUses.of(session).note(this.policy, this.latest.options.exemptions);
    return this.latest.options;
  }
}

/** The options that a policy is configured with, without its level. */
export type Configuration = Readonly<Record<string, unknown>>;

/** The SDK hands out a new object each time, of the values that it was configured with. */
function isSame(one: Configuration, other: Configuration): boolean {
  if (one === other) return true;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => Object.is(one[name], other[name]))
  );
}
