import {
  administratorStatements,
  administratorTogether,
  isAdministratorAccess,
} from "../../network/identity/administrator";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A policy must not allow every action on every resource.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Allow the actions that the work needs, on the resources that it needs.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 1.15",
    "FSBP IAM.1",
    "AWS Config iam-policy-no-statements-with-admin-access",
  ],
  stricterThanControls:
    "Inline policies and AdministratorAccess count as well as customer managed policies, and statements that allow everything only together, in one document or in several of one user, group or role.",
  looserThanControls:
    "A statement passes whose condition leaves actions or resources out, and one of which a Deny takes most back, or the permissions by which it could be lifted.",

  *check(network) {
    for (const { resource, documents, policies } of network.grants) {
      const held = administratorStatements(documents.map(({ document }) => document)) ?? [];
      if (held.length > 0) {
        const places = documents.flatMap(({ path, document }) =>
          document.statements.flatMap((one) => (held.includes(one) ? `${path}.${one.title}` : [])),
        );
        const verb = places.length === 1 ? "allows" : "together allow";
        yield finding(resource, `${listText(places)} ${verb} every action on every resource.`);
      }
      for (const { path, arn } of policies) {
        if (!isAdministratorAccess(arn)) continue;
        yield finding(
          resource,
          `${path} is AdministratorAccess, which allows every action on every resource.`,
        );
      }
    }
    for (const grantee of network.grantees) {
      const places = administratorTogether(grantee).map(({ resource, path }) =>
        resource === grantee.resource ? path : resource.title,
      );
      if (places.length === 0) continue;
      yield finding(
        grantee.resource,
        `${listText([...new Set(places)])} together allow it every action on every resource.`,
      );
    }
  },
});
