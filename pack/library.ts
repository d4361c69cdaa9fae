import { policies } from "../policies";
import { configurationErrors } from "../policies/kit/configuration";
import { openDoor } from "./door";

export * from "../policies";

// Nothing starts here: the door stands as soon as the pack that is composed of these policies serves.
openDoor((configuration, names) => configurationErrors(policies, configuration, names), {
  hasOthersBehind: true,
  checked: policies.map(({ name }) => name),
});
