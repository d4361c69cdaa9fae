import assert from "node:assert/strict";
import { isTypeToken, packageOf } from "../../stack/type-token";

describe("a type token", () => {
  for (const text of [
    "aws:ec2/instance:Instance",
    "aws:s3/bucketV2:BucketV2",
    "kubernetes:core/v1:Pod",
    "kubernetes:rbac.authorization.k8s.io/v1:Role",
    "azure-native:network:VirtualNetwork",
    "my_own2:index:Thing_2",
    "random::RandomId",
  ]) {
    it(`may be ${text}`, () => assert.ok(isTypeToken(text)));
  }

  for (const text of [
    "",
    "aws:ec2/instnace:Instance",
    "aws:ec2/instance:instance",
    "aws:ec2:Instance",
    "aws:ec2/instance",
    "Aws:ec2/instance:Instance",
    "2aws:ec2/instance:Instance",
    "-:index:Thing",
    "kubernetes:core/v1:Pod ",
    "a kubernetes:core/v1:Pod",
    "kubernetes:core/v1:",
    "kubernetes:core/v1/more:Pod",
    "kubernetes:core/:Pod",
    "kubernetes:core:Pod-2",
  ]) {
    it(`is not "${text}"`, () => assert.ok(!isTypeToken(text)));
  }

  it("names its package", () => {
    assert.equal(packageOf("aws:ec2/instance:Instance"), "aws");
    assert.equal(packageOf("none"), "none");
  });
});
