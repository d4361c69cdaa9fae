import {
  EnforcementLevel,
  type PolicyComplianceFramework,
  type PolicyConfig,
  type PolicyInfo,
  PolicySeverity,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { enforcementLevels, type PolicyLevel } from "../../pack/entries";
import type { Framework, Severity } from "../../report/finding";
import { fromStruct } from "../struct";
import type { PackPolicy, PolicySettings } from "./policy";

const wireLevels: Record<PolicyLevel, EnforcementLevel> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  disabled: EnforcementLevel.DISABLED,
  remediate: EnforcementLevel.REMEDIATE,
};

export const toWireLevel = (level: PolicyLevel): EnforcementLevel => wireLevels[level];

export function fromWireLevel(level: EnforcementLevel): PolicyLevel {
  return enforcementLevels.find((name) => wireLevels[name] === level) ?? "mandatory";
}

export function fromWireSeverity(severity: PolicySeverity): Severity | undefined {
  const severities = new Map<PolicySeverity, Severity>([
    [PolicySeverity.POLICY_SEVERITY_LOW, "low"],
    [PolicySeverity.POLICY_SEVERITY_MEDIUM, "medium"],
    [PolicySeverity.POLICY_SEVERITY_HIGH, "high"],
    [PolicySeverity.POLICY_SEVERITY_CRITICAL, "critical"],
  ]);
  return severities.get(severity);
}

export function policyOf(info: PolicyInfo): PackPolicy {
  const severity = fromWireSeverity(info.getSeverity());
  const schema = info.getConfigschema();
  const framework = info.getFramework();
  return {
    name: info.getName(),
    description: info.getDescription(),
    level: fromWireLevel(info.getEnforcementlevel()),
    ...(severity ? { severity } : {}),
    ...(info.getRemediationSteps() ? { remediationSteps: info.getRemediationSteps() } : {}),
    ...(info.getUrl() ? { url: info.getUrl() } : {}),
    tags: info.getTagsList(),
    ...(framework?.getName() ? { framework: frameworkOf(framework) } : {}),
    options: fromStruct(schema?.getProperties()),
    required: schema?.getRequiredList() ?? [],
  };
}

function frameworkOf(framework: PolicyComplianceFramework): Framework {
  return {
    name: framework.getName(),
    version: framework.getVersion(),
    reference: framework.getReference(),
    specification: framework.getSpecification(),
  };
}

export function settingsOf(config: PolicyConfig): PolicySettings {
  return { level: fromWireLevel(config.getEnforcementlevel()), options: fromStruct(config.getProperties()) };
}
