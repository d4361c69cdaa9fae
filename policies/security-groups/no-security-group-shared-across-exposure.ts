import { isDeclaredPublic } from "../../network/names/exposure";
import { exposure } from "../kit/options";
import { policy } from "../kit/policy";
import { sharedGroups } from "../questions/sharing";

export default policy(__filename, {
  description: "A public and a private resource must not share a security group.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Give what is public and what is private groups of their own.",
  options: { exposure },

  check: (network, { exposure: words }) =>
    sharedGroups(network, ({ tags, facesInternet }) => {
      const answer = facesInternet ?? isDeclaredPublic(tags, words);
      return answer === true ? "public" : answer === false ? "private" : undefined;
    }),
});
