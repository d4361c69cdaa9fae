import { policies } from "../policies";
import { aliasesIn } from "../policies/kit/upgrades";
import { VERSION } from "../policies/kit/version";
import { errorsInComposed } from "./compose";
import { openDoor } from "./door";

export * from "../policies";
export { ConfigurationError } from "../policies/kit/configuration";
export {
  allowedCidrs,
  blockList,
  count,
  exposure,
  maxPublicAddresses,
  pattern,
  portList,
  strictly,
  textList,
  toggle,
  typeList,
  vocabulary,
} from "../policies/kit/options";
export { type Finding, finding } from "../policies/kit/policy";
export {
  type ConfigurationOf,
  configure,
  type OwnDefinition,
  resourcePolicy,
  stackPolicy,
} from "./compose";
export * from "./nouns";
export { type PresetName, presetOf } from "./presets";

// Nothing starts here: the door stands as soon as the pack that is composed of these policies serves.
openDoor(errorsInComposed, {
  checked: policies.map(({ name }) => name),
  aliases: aliasesIn(VERSION, policies),
});
