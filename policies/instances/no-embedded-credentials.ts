import { credentialsIn } from "../../network/identity/credentials";
import { pathText } from "../../stack/setting";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "User data, environment variables, tags and the like must hold no credentials.",
  severity: "critical",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps:
    "Use a role, or keep it where secrets are kept and name it from there; then deactivate the one that stands here, since it has been seen.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 1.17",
    "FSBP CodeBuild.2",
    "FSBP ECS.8",
    "AWS Config codebuild-project-envvar-awscred-check",
    "AWS Config ecs-no-environment-secrets",
  ],
  stricterThanControls:
    "The controls look for the names of three variables in builds and tasks; here every text of a resource is looked at, plain and encoded.",

  *check(network) {
    for (const written of network.writtenTexts) {
      const found = credentialsIn(written.text, written.name);
      if (found.length === 0) continue;
      const { resource, path } = written;
      // A key of an object may be one itself.
      const shown = path.map((step) => (credentialsIn(String(step)).length > 0 ? "…" : step));
      yield finding(resource, `${pathText(shown)} holds ${listText(found)}.`);
    }
  },
});
