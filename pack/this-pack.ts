import { PACKAGES } from "../network/network";
import { policies } from "../policies";
import { configurationErrors } from "../policies/kit/configuration";
import { aliasesIn } from "../policies/kit/upgrades";
import { VERSION } from "../policies/kit/version";
import type { Listening } from "./admission";

/** The pack of all policies, as it is told of. */
export const THIS_PACK = {
  name: "network-guard",
  policies,
  /** Whose resources it is about. */
  packages: PACKAGES,
};

/** How it hears a configuration. */
export function listening(): Omit<Listening, "folderOfProject"> {
  return {
    errorsIn: (configuration, names) => configurationErrors(policies, configuration, names),
    aliases: aliasesIn(VERSION, policies),
  };
}
