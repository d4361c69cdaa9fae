import {
  AnalyzeDiagnostic,
  AnalyzeResponse,
  EnforcementLevel,
  PolicyNotApplicable,
  PolicySeverity,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { unconcernedBy } from "../policies/kit/questions";
import type { Breach, Judged } from "./judging";

const LEVELS = { advisory: EnforcementLevel.ADVISORY, mandatory: EnforcementLevel.MANDATORY };

const SEVERITIES = {
  low: PolicySeverity.POLICY_SEVERITY_LOW,
  medium: PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: PolicySeverity.POLICY_SEVERITY_CRITICAL,
};

/** Writes what a pack says as `pulumirpc.AnalyzeResponse`. What comes again of a type is written once: messages joined end to end are one. */
export class Answers {
  private readonly unconcerned = new WeakMap<Judged["unconcerned"], Buffer>();

  constructor(
    private readonly pack: string,
    private readonly version: string,
  ) {}

  ofResource(type: string, { breaches, unconcerned }: Judged): Buffer {
    const notApplicable = this.notApplicable(type, unconcerned);
    return breaches.length === 0 ? notApplicable : Buffer.concat([this.ofBreaches(breaches), notApplicable]);
  }

  ofStack(breaches: readonly Breach[]): Buffer {
    return this.ofBreaches(breaches, true);
  }

  private ofBreaches(breaches: readonly Breach[], isOfStack = false): Buffer {
    if (breaches.length === 0) return NOTHING;
    const diagnostics = breaches.map(({ policy, level, urn, message }) => {
      const { name, description, severity } = policy;
      return new AnalyzeDiagnostic()
        .setPolicyname(name)
        .setPolicypackname(this.pack)
        .setPolicypackversion(this.version)
        .setDescription(description)
        .setMessage(`${description}\n${message}`)
        .setEnforcementlevel(LEVELS[level])
        .setSeverity(SEVERITIES[severity])
        .setUrn(isOfStack ? urn : "");
    });
    return Buffer.from(new AnalyzeResponse().setDiagnosticsList(diagnostics).serializeBinary());
  }

  private notApplicable(type: string, policies: Judged["unconcerned"]): Buffer {
    let bytes = this.unconcerned.get(policies);
    if (bytes === undefined) {
      const entries = policies.map(({ name }) =>
        new PolicyNotApplicable().setPolicyName(name).setReason(unconcernedBy(type)),
      );
      bytes = Buffer.from(new AnalyzeResponse().setNotApplicableList(entries).serializeBinary());
      this.unconcerned.set(policies, bytes);
    }
    return bytes;
  }
}

const NOTHING = Buffer.alloc(0);
