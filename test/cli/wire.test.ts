import assert from "node:assert/strict";
import { analyzeRequest, analyzerResource } from "../../cli/pack/wire";
import type { RegisteredResource } from "../../cli/resource";

const urnOf = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;

const resource: RegisteredResource = {
  ...{ urn: urnOf("aws:ec2/instance:Instance", "web"), type: "aws:ec2/instance:Instance" },
  ...{ inputs: { ami: "ami-1", __defaults: [] }, outputs: { ami: "ami-1", id: "i-1" } },
  ...{ parent: urnOf("my:index:Site", "site"), provider: "", dependencies: [urnOf("a:b:C", "c")] },
  ...{ propertyDependencies: { ami: [urnOf("a:b:C", "c")], none: [] }, external: false, protect: true },
  ...{ ignoreChanges: ["ami"], additionalSecretOutputs: ["key"], aliases: [urnOf("a:b:C", "old")] },
  customTimeouts: { create: 1, update: 2, delete: 3, read: 4 },
};

const provider: RegisteredResource = {
  ...resource,
  ...{ urn: urnOf("pulumi:providers:aws", "eu"), type: "pulumi:providers:aws" },
  inputs: { region: "eu-west-1" },
};

describe("what a pack is told", () => {
  it("of a resource is all that the engine tells, its inputs without the SDK's own keys", () => {
    const request = analyzeRequest(resource, provider, { internalKeys: false }).toObject();
    assert.deepEqual([request.urn, request.type, request.name], [resource.urn, resource.type, "web"]);
    assert.deepEqual(
      request.properties?.fieldsMap.map(([name]) => name),
      ["ami"],
    );
    assert.deepEqual(request.options, {
      ...{ protect: true, ignorechangesList: ["ami"], deletebeforereplace: false },
      ...{ deletebeforereplacedefined: false, additionalsecretoutputsList: ["key"] },
      ...{ aliasesList: resource.aliases, parent: resource.parent },
      customtimeouts: { create: 1, update: 2, pb_delete: 3, read: 4 },
    });
    const { urn, type, name, properties } = request.provider ?? {};
    assert.deepEqual([urn, type, name], [provider.urn, provider.type, "eu"]);
    assert.deepEqual(
      properties?.fieldsMap.map(([key]) => key),
      ["region"],
    );
  });

  it("says whether the program says that it is deleted before it is replaced", () => {
    for (const deleteBeforeReplace of [true, false]) {
      const given = { ...resource, deleteBeforeReplace };
      const { options } = analyzeRequest(given, undefined, { internalKeys: true }).toObject();
      assert.equal(options?.deletebeforereplacedefined, true);
      assert.equal(options?.deletebeforereplace, deleteBeforeReplace);
    }
  });

  it("keeps the SDK's keys for what mends, and tells of no provider where there is none", () => {
    const request = analyzeRequest(resource, undefined, { internalKeys: true }).toObject();
    assert.deepEqual(request.properties?.fieldsMap.map(([name]) => name).sort(), ["__defaults", "ami"]);
    assert.equal(request.provider, undefined);
  });

  it("of a stack is the outputs of each, and what each stands on, by property where that is told", () => {
    const told = analyzerResource(resource, provider).toObject();
    assert.deepEqual(told.properties?.fieldsMap.map(([name]) => name).sort(), ["ami", "id"]);
    assert.deepEqual([told.urn, told.type, told.name], [resource.urn, resource.type, "web"]);
    assert.equal(told.parent, resource.parent);
    assert.deepEqual(told.dependenciesList, resource.dependencies);
    assert.deepEqual(told.propertydependenciesMap, [["ami", { urnsList: resource.dependencies }]]);
    assert.equal(told.provider?.urn, provider.urn);
    assert.equal(told.options?.protect, true);
  });
});
