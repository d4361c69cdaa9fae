import assert from "node:assert/strict";
import { Roles } from "../../network/alicloud/machines/roles";
import type { Placement } from "../../network/machines/placement";
import { Resource } from "../../stack/resource";
import { Stack } from "../../stack/stack";
import { UNKNOWN, type Unknown, type Values } from "../../stack/value";

const TYPES = {
  instance: "alicloud:ecs/instance:Instance",
  launch: "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate",
  role: "alicloud:ram/role:Role",
  attachment: "alicloud:ecs/ramRoleAttachment:RamRoleAttachment",
  bucket: "alicloud:oss/bucket:Bucket",
} as const;

function resource(kind: keyof typeof TYPES, name: string, declared: Values, more: Partial<Resource> = {}) {
  const [type, urn] = [TYPES[kind], `urn:pulumi:dev::shop::${TYPES[kind]}::${name}`];
  return new Resource({ urn, type, name, declared, ...more });
}

const ROLE = resource("role", "web", { roleName: "web" }, { settled: { roleName: "web", id: "web" } });
const ATTACHED = { settled: { instanceIds: ["i-1"], instanceId: "i-1" } };

interface Asked {
  readonly machine?: Resource;
  readonly template?: Resource | Unknown;
  readonly others?: readonly Resource[];
}

/** What the role of a machine is and goes by. */
function roleOf({ machine = resource("instance", "box", {}), template, others = [ROLE] }: Asked) {
  const places = { share: () => true, isUnique: () => false, isUnknown: () => false };
  const all = [machine, ...others, ...(template instanceof Resource ? [template] : [])];
  const roles = new Roles(new Stack(all, new Map(), places));
  const placement = { instance: { resource: machine }, template } as unknown as Placement;
  const role = roles.of(placement);
  return [role === undefined || role === UNKNOWN ? role : role.resource.name, roles.keyOf(placement)];
}

const box = (declared: Values, provider?: Values) =>
  resource("instance", "box", declared, { settled: { id: "i-1" }, ...(provider && { provider }) });
const attachment = (declared: Values) =>
  resource("attachment", "attached", { instanceId: "i-1", ...declared }, ATTACHED);

describe("the RAM role of a machine on Alibaba Cloud", () => {
  const account = { accountId: "1234567890123456" };
  const twin = resource("role", "twin", { roleName: "web" }, { settled: { roleName: "web" } });
  const rows: [string, Asked, (string | Unknown | undefined)[]][] = [
    ["none that it names", { machine: box({}) }, [undefined, undefined]],
    ["none by an empty name", { machine: box({ roleName: "" }) }, [undefined, undefined]],
    ["its own", { machine: box({ roleName: "web" }) }, ["web", ROLE.urn]],
    ["not known yet", { machine: box({ roleName: UNKNOWN }) }, [UNKNOWN, undefined]],
    ["one of elsewhere, by its name", { machine: box({ roleName: "db" }) }, [UNKNOWN, "RAM  db"]],
    [
      "one of an account",
      { machine: box({ roleName: "db" }, account) },
      [UNKNOWN, "RAM 1234567890123456 db"],
    ],
    [
      "one of an account that is not known",
      { machine: box({ roleName: "db" }, { assumeRole: { roleArn: UNKNOWN } }) },
      [UNKNOWN, undefined],
    ],
    ["one of two alike", { machine: box({ roleName: "web" }), others: [ROLE, twin] }, [UNKNOWN, "RAM  web"]],
    [
      "its template's",
      { template: resource("launch", "template", { ramRoleName: "web" }) },
      ["web", ROLE.urn],
    ],
    [
      "its own before its template's",
      { machine: box({ roleName: "web" }), template: resource("launch", "template", { ramRoleName: "db" }) },
      ["web", ROLE.urn],
    ],
    ["none of a template that is not known", { template: UNKNOWN }, [undefined, undefined]],
    [
      "none of a template that names none",
      { template: resource("launch", "template", {}) },
      [undefined, undefined],
    ],
    [
      "none of what is no machine",
      { machine: resource("bucket", "logs", { roleName: "web" }) },
      [undefined, undefined],
    ],
    [
      "one that is attached",
      { machine: box({}), others: [ROLE, attachment({ ramRoleName: "web" })] },
      ["web", ROLE.urn],
    ],
    [
      "one that is attached before its own",
      { machine: box({ roleName: "web" }), others: [ROLE, attachment({ ramRoleName: "db" })] },
      [UNKNOWN, "RAM  db"],
    ],
    [
      "nothing of an attachment without a name",
      { machine: box({}), others: [ROLE, attachment({ ramRoleName: "" })] },
      [UNKNOWN, undefined],
    ],
    [
      "none that is attached to another",
      { machine: box({}), others: [ROLE, attachment({ ramRoleName: "web", instanceId: "i-2" })] },
      [undefined, undefined],
    ],
  ];
  for (const [what, asked, expected] of rows)
    it(`is ${what}`, () => assert.deepEqual(roleOf(asked), expected));

  it("says nothing of what its policies allow", () => {
    const machine = box({ roleName: "web" });
    const roles = new Roles(new Stack([machine, ROLE]));
    const role = roles.of({ instance: { resource: machine } } as unknown as Placement);
    assert.deepEqual(role, { resource: ROLE, documents: [], managedPolicies: [], mayHaveMore: true });
  });
});
