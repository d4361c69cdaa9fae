import assert from "node:assert/strict";
import { ReadResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { ReadAnswer } from "../../cli/program/read-answer";

describe("the answer to a program that reads what exists", () => {
  it("carries the id in field 5, which SDKs since 3.276 take it from, beside what the SDK that serves writes", () => {
    const urn = "urn:pulumi:dev::shop::pkg:index:Server::found";
    const own = new ReadResourceResponse().setUrn(urn).serializeBinary();
    const bytes = new ReadAnswer("server-1").setUrn(urn).serializeBinary();
    assert.deepEqual(Buffer.from(bytes), Buffer.concat([own, Buffer.from("\x2a\x08server-1")]));
  });
});
