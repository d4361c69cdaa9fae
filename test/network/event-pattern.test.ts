import assert from "node:assert/strict";
import { matchesEvents } from "../../network/audit/event-pattern";

/** Whether a pattern matches every event of the name, by what CloudWatch Logs says of filter patterns for JSON. */
const matching: readonly [pattern: string, matches: boolean][] = [
  ["{ $.eventName = CreateVpc }", true],
  ['{ $.eventName = "CreateVpc" }', true],
  ['{ $.$.eventName = "CreateVpc" }', false],
  ['{ eventName = "CreateVpc" }', false],
  ['{ $.eventName = "DeleteVpc" }', false],
  ['{ $.eventName = "CreateVpcs" }', false],
  ['{ $.eventName = "XCreateVpc" }', false],
  ['{ $.eventName != "DeleteVpc" }', true],
  ['{ $.eventName != "CreateVpc" }', false],
  ["{ $.eventName = * }", true],
  ["{ $.eventName = Create* }", true],
  ["{ $.eventName = *Vpc }", true],
  ["{ $.eventName = C*V*c }", true],
  ["{ $.eventName = *Subnet }", false],
  ['{ $.eventName = "C.eateVpc" }', false],
  ['{ $.eventName = "Create[V]pc" }', false],
  ['{ $.eventName = "Create" || $.eventName = "CreateVpc" }', true],
  ['{ $.eventName = "CreateVpc" || $.eventName = "Create" }', true],
  ['{ $.eventName = "Create" || $.eventName = "Delete" }', false],
  ['{ $.eventName = "CreateVpc" && $.eventSource = "ec2.amazonaws.com" }', true],
  ['{ $.eventSource = "s3.amazonaws.com" && $.eventName = "CreateVpc" }', false],
  ['{ $.eventName = "CreateVpc" && $.eventSource = "s3.amazonaws.com" }', false],
  // `&&` binds before `||`.
  ["{ $.eventName = CreateVpc || $.eventName = A && $.eventName = B }", true],
  ["{ ($.eventName = CreateVpc || $.eventName = A) && $.eventName = B }", false],
  ["{ ($.eventName = A || $.eventName = CreateVpc) && ($.eventType = AwsApiCall) }", true],
  ["{ (($.eventName = CreateVpc)) }", true],
  ["{ ($.eventName = CreateVpc }", false],
  ["{ $.eventName = CreateVpc) }", false],
  ["{ $.eventName = CreateVpc $.eventType = AwsApiCall }", false],
  ["{ $.eventName = CreateVpc && }", false],
  ["{ $.eventName = }", false],
  ["{ }", false],
  ["{", false],
  ["", false],
  ["CreateVpc", false],
  ["$.eventName = CreateVpc", false],
  // What no such event has.
  ["{ $.errorCode NOT EXISTS }", true],
  ["{ $.errorMessage NOT EXISTS && $.eventName = CreateVpc }", true],
  ["{ $.eventName NOT EXISTS }", false],
  ["{ $.errorCode NOT KNOWN }", false],
  ["{ $.errorCode IS EXISTS }", false],
  ["{ $.errorCode = AccessDenied }", false],
  ["{ $.errorCode = * }", false],
  ["{ $.errorCode != AccessDenied }", true],
  ["{ $.errorCode = %.*% }", false],
  // What differs from event to event.
  ["{ $.sourceIPAddress != 10.0.0.1 }", false],
  ["{ $.userIdentity.type = Root }", false],
  ["{ $.toString NOT EXISTS }", false],
  ["{ $.eventName > 1 }", false],
  // Regular expressions.
  ["{ $.eventName = %Vpc% }", true],
  ["{ $.eventName = %^Create[A-Z]pc$% }", true],
  ["{ $.eventName = %^Vpc% }", false],
  ["{ $.eventName = %Subnet% }", false],
  ["{ $.eventName != %Subnet% }", true],
  ["{ $.eventName = %(Vpc)% }", false],
  ["{ $.eventName = %[% }", false],
  ['{ $.eventName = "x%Vpc%" }', false],
  ['{ $.eventName = "%Vpc%x" }', false],
];

describe("filter patterns of CloudWatch Logs", () => {
  for (const [pattern, matches] of matching) {
    it(`${matches ? "matches" : "does not match"} every call of CreateVpc: ${pattern}`, () => {
      assert.equal(matchesEvents(pattern, ["CreateVpc"]), matches);
    });
  }

  it("is asked of each name", () => {
    const pattern = "{ $.eventName = CreateVpc || $.eventName = DeleteVpc }";
    assert.equal(matchesEvents(pattern, ["CreateVpc", "DeleteVpc"]), true);
    assert.equal(matchesEvents(pattern, ["CreateVpc", "DeleteSubnet"]), false);
  });
});
