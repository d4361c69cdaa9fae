import type { Resource } from "../../stack/resource";
import type { Path, Setting } from "../../stack/setting";
import { type Answer, UNKNOWN } from "../../stack/value";

/** What hands a machine its credentials, as its settings take effect: its own, its template's, its account's, its image's. */
export interface MetadataService {
  /** The machine, or the template of machines. */
  readonly resource: Resource;
  /** Where in the resource, such as `launchSpecifications[0]`; empty for the resource itself. */
  readonly path: string;
  /** Whether it answers at all. */
  readonly isOn: Answer;
  /** Whether others may say that for the resource, such as its account, since it does not say it itself. */
  readonly isOnSaidApart: boolean;
  /** Whether it wants a token of session; undefined where nothing says. At no path where nothing does, nor could in the resource. */
  readonly tokens: Setting<string> | undefined;
  /** The value of that setting with which it does. */
  readonly required: string;
  /** Where the resource says so itself, or would; undefined where it cannot. */
  readonly ownTokens: Pick<Setting<string>, "path" | "written"> | undefined;
  /**
   * Where the resource must first say that the service is on: without that its provider sends nothing else that it says; undefined where it need not.
   * A remediation writes `enabled` there, also where its account may have turned the service off: so does whoever writes the tokens by hand.
   */
  readonly neededEndpoint: Path | undefined;
  /** Whether a change of that replaces the resource. */
  readonly isReplacedForTokens: boolean;
  /** Over how many hops its answers go; undefined where nothing says. */
  readonly hopLimit: Setting<number> | undefined;
}

/** Whether it gives credentials to whoever asks without a token; UNKNOWN while it may. */
export function answersWithoutToken({
  isOn,
  tokens,
  required,
}: Pick<MetadataService, "isOn" | "tokens" | "required">): Answer {
  if (isOn === false || tokens === undefined) return false;
  return typeof tokens.value === "string" && isOn === true ? tokens.value !== required : UNKNOWN;
}

type OwnWord = { readonly ownTokens: NonNullable<MetadataService["ownTokens"]> };

/** Those that answer without a token and whose resource can say that they should not. */
export function openByOwnWord(services: readonly MetadataService[]): (MetadataService & OwnWord)[] {
  return services.flatMap(({ ownTokens, ...service }) =>
    ownTokens !== undefined && answersWithoutToken(service) === true ? [{ ...service, ownTokens }] : [],
  );
}
