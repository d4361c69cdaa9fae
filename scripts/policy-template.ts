import type { Scope } from "../policies/kit/policy";
import { siblings } from "./policy-files";

/** What a template leaves for people to write, such as `‹why›`; the tests fail while any is left. */
export const PLACEHOLDER = /‹[^›]*›/;

/** The files of a new policy, by path. They compile, and fail their tests until someone decides what the policy flags. */
export function policyTemplate(group: string, name: string, scope: Scope): Map<string, string> {
  const { source, page, test } = siblings(group, name);
  return new Map([
    [source, sourceText(name, scope)],
    [page, PAGE],
    [test, testText(group, name)],
  ]);
}

const sourceText = (name: string, scope: Scope) => `import { policy } from "../kit/policy";

export default policy(__filename, {
  description: "‹What must hold.›",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "${scope}",
  remediationSteps: "‹How to mend it, in one sentence.›",

  check() {
    throw new Error("${name} flags nothing yet.");
  },
});
`;

const PAGE = `<!-- generated -->
<!-- /generated -->

## Why

‹What an attacker or an accident does.›

## Bad

\`\`\`ts
import * as aws from "@pulumi/aws";

new aws.ec2.SecurityGroup("‹bad›", {});
\`\`\`

It says:

\`\`\`text
‹bad›: ‹what is wrong with it.›
\`\`\`

## Good

\`\`\`ts
import * as aws from "@pulumi/aws";

new aws.ec2.SecurityGroup("‹good›", {});
\`\`\`

## On Alibaba Cloud

‹No section where the policy means nothing there.›

### Bad

\`\`\`ts
import * as alicloud from "@pulumi/alicloud";

new alicloud.ecs.SecurityGroup("‹bad›", {});
\`\`\`

It says:

\`\`\`text
‹bad›: ‹what is wrong with it.›
\`\`\`

### Good

\`\`\`ts
import * as alicloud from "@pulumi/alicloud";

new alicloud.ecs.SecurityGroup("‹good›", {});
\`\`\`

## Limits

- ‹What unknown values do.›
- ‹What is not seen.›
`;

const testText = (group: string, name: string) => `import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/${group}/${name}";
import { verdict } from "../../harness/judge";

describe("${name}", () => {
  it("flags ‹what›", async () => {
    assert.deepEqual(await verdict([policy], () => new aws.ec2.SecurityGroup("‹bad›", {})), [
      "${name}: ‹bad›",
    ]);
  });

  it("passes ‹what, one change away›", async () => {
    assert.deepEqual(await verdict([policy], () => new aws.ec2.SecurityGroup("‹good›", {})), []);
  });
});
`;
