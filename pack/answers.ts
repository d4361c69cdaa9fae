import { EnforcementLevel, PolicySeverity } from "@pulumi/pulumi/proto/analyzer_pb";
import { Writer } from "protobufjs/minimal";
import type { Breach, Judged } from "./judging";

const SEVERITIES = {
  low: PolicySeverity.POLICY_SEVERITY_LOW,
  medium: PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: PolicySeverity.POLICY_SEVERITY_CRITICAL,
};

/** What stands before a field of a number, by what it holds: https://protobuf.dev/programming-guides/encoding/#structure. */
const number = (field: number) => field << 3;
const text = (field: number) => (field << 3) | 2;
const DIAGNOSTICS = text(2);
const NOT_APPLICABLE = text(3);

/**
 * Writes what a pack says as `pulumirpc.AnalyzeResponse`, without its generated messages, which take each text apart. What comes again of a type is
 * written once: messages joined end to end are one. The numbers of the fields: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto.
 */
export class Answers {
  private readonly unconcerned = new WeakMap<Judged["unconcerned"], Buffer>();

  constructor(
    private readonly pack: string,
    private readonly version: string,
  ) {}

  ofResource({ breaches, unconcerned }: Judged): Buffer {
    const notApplicable = this.notApplicable(unconcerned);
    return breaches.length === 0 ? notApplicable : Buffer.concat([this.ofBreaches(breaches), notApplicable]);
  }

  ofStack(breaches: readonly Breach[]): Buffer {
    return this.ofBreaches(breaches, true);
  }

  private ofBreaches(breaches: readonly Breach[], isOfStack = false): Buffer {
    const writer = Writer.create();
    for (const { policy, level, urn, message } of breaches) {
      const { name, description, severity } = policy;
      writer.uint32(DIAGNOSTICS).fork();
      writer.uint32(text(1)).string(name);
      writer.uint32(text(2)).string(this.pack);
      writer.uint32(text(3)).string(this.version);
      writer.uint32(text(4)).string(description);
      writer.uint32(text(5)).string(`${description}\n${message}`);
      if (level !== "advisory") writer.uint32(number(7)).int32(EnforcementLevel.MANDATORY);
      if (isOfStack) writer.uint32(text(8)).string(urn);
      writer.uint32(number(9)).int32(SEVERITIES[severity]).ldelim();
    }
    return writer.finish() as Buffer;
  }

  /** Without reasons: the engine reads names alone, and texts of all policies would be most of what it is sent. */
  private notApplicable(policies: Judged["unconcerned"]): Buffer {
    let bytes = this.unconcerned.get(policies);
    if (bytes === undefined) {
      const writer = Writer.create();
      for (const { name } of policies)
        writer.uint32(NOT_APPLICABLE).fork().uint32(text(1)).string(name).ldelim();
      bytes = writer.finish() as Buffer;
      this.unconcerned.set(policies, bytes);
    }
    return bytes;
  }
}
