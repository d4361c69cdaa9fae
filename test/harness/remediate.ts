import type { ResourceValidationPolicy } from "@pulumi/policy";
import * as server from "@pulumi/policy/server";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { PlainStruct } from "../../testing/plain-struct";
import type { Registered } from "./program";

type Rpc = (
  call: { request: analyzer.AnalyzeRequest },
  callback: (error: unknown, response: unknown) => void,
) => Promise<void>;

/** What the SDK itself serves to the engine; internal to it. */
const { makeRemediateRpcFun } = server as unknown as {
  makeRemediateRpcFun(
    pack: string,
    version: string,
    level: string,
    policies: readonly ResourceValidationPolicy[],
  ): Rpc;
};

/** The inputs that a policy at level `remediate` makes of a resource's, as the engine gets them; undefined where it leaves them alone. */
export async function remediated(
  policy: ResourceValidationPolicy,
  { urn, type, name, inputs }: Pick<Registered, "urn" | "type" | "name" | "inputs">,
): Promise<Record<string, unknown> | undefined> {
  const request = new analyzer.AnalyzeRequest();
  request.setUrn(urn);
  request.setType(type);
  request.setName(name);
  request.setOptions(new analyzer.AnalyzerResourceOptions());
  request.setProperties(new PlainStruct(inputs));
  const rpc = makeRemediateRpcFun("test-pack", "1.0.0", "advisory", [
    { ...policy, enforcementLevel: "remediate" },
  ]);
  const response = await new Promise<analyzer.RemediateResponse>((resolve, reject) => {
    rpc({ request }, (error, answer) => {
      if (error) reject(error);
      else resolve(answer as analyzer.RemediateResponse);
    }).catch(reject);
  });
  const [remediation] = response.getRemediationsList();
  if (remediation === undefined) return undefined;
  if (remediation.getDiagnostic() !== "") throw new Error(remediation.getDiagnostic());
  return remediation.getProperties()?.toJavaScript() as Record<string, unknown>;
}
