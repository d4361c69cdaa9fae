import assert from "node:assert/strict";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import * as fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  answeringInBytes,
  readAnalyzeRequest,
  readAnalyzeStackRequest,
  withoutMessages,
} from "../../pack/requests";
import { readWire } from "../../stack/wire";

const UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const signatures = [
  "1b47061264138c4ac30d75fd1eb44270",
  "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  "5cf8f73096256a8f31e491e813e4eb8e",
];

const key = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("__proto__", "id", "value", ""));
const { properties } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.string({ unit: "grapheme" }),
    fc.boolean(),
    fc.constantFrom(null, UNKNOWN_MARK),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("properties"),
    fc.record({ [SIGNATURE]: fc.constantFrom(...signatures), value: tie("value") }),
  ),
  properties: fc.dictionary(key, tie("value"), { maxKeys: 5 }),
}));
const objects = properties as fc.Arbitrary<Record<string, unknown>>;

const NAMES = {
  urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::lögs",
  type: "aws:s3/bucket:Bucket",
  name: "lögs",
};

function named<Message extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(
  message: Message,
  values: object,
): Message {
  message.setUrn(NAMES.urn);
  message.setType(NAMES.type);
  message.setName(NAMES.name);
  message.setProperties(Struct.fromJavaScript(values as never));
  return message;
}

describe("requests read off the wire", () => {
  it("hold what the generated messages hold", () => {
    fc.assert(
      fc.property(objects, objects, (values, settings) => {
        const provider = new analyzer.AnalyzerProviderResource().setProperties(
          Struct.fromJavaScript(settings as never),
        );
        const request = named(new analyzer.AnalyzeRequest(), values)
          .setProvider(provider)
          .setOptions(
            new analyzer.AnalyzerResourceOptions()
              .setAliasesList(["other"])
              .setParent("parent")
              .setProtect(true),
          );
        const { values: declared, secrets } = readWire(request.getProperties()?.toJavaScript() ?? {});
        assert.deepEqual(readAnalyzeRequest(request.serializeBinary()), {
          ...NAMES,
          ...{ declared, secrets, parent: "parent", dependencies: new Map() },
          provider: readWire(provider.getProperties()?.toJavaScript() ?? {}).values,
        });
      }),
      { numRuns: 300 },
    );
  });

  it("hold the resources of a stack, each with what stands behind its properties", () => {
    const message = named(new analyzer.AnalyzerResource(), { size: 1 })
      .setParent("component")
      .setDependenciesList(["a", "b"]);
    const behind = new analyzer.AnalyzerPropertyDependencies().setUrnsList(["a", "b"]);
    message
      .getPropertydependenciesMap()
      .set("size", behind)
      .set("none", new analyzer.AnalyzerPropertyDependencies());
    const request = new analyzer.AnalyzeStackRequest().setResourcesList([
      message,
      new analyzer.AnalyzerResource(),
    ]);
    const [one, other] = readAnalyzeStackRequest(request.serializeBinary());
    const dependencies = new Map([
      ["none", []],
      ["size", ["a", "b"]],
    ]);
    assert.deepEqual(one, {
      ...NAMES,
      ...{ settled: { size: 1 }, secrets: [], parent: "component", provider: undefined, dependencies },
    });
    assert.equal(other?.urn, "");
  });

  it("hold a property that is named like a prototype as any other", () => {
    const request = named(new analyzer.AnalyzeRequest(), { __prot0__: { size: 1 } });
    const bytes = Buffer.from(request.serializeBinary());
    bytes.write("__proto__", bytes.indexOf("__prot0__"));
    const { declared } = readAnalyzeRequest(bytes);
    assert.deepEqual(Object.entries(declared ?? {}), [["__proto__", { size: 1 }]]);
  });

  it("are refused where they are cut short", () => {
    const bytes = named(new analyzer.AnalyzeRequest(), { text: "long enough" }).serializeBinary();
    for (let length = 1; length < bytes.length; length++) {
      try {
        readAnalyzeRequest(bytes.slice(0, length));
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
      }
    }
  });
});

describe("the service of an analyzer", () => {
  const asked = Buffer.from(named(new analyzer.AnalyzeRequest(), { size: 1 }).serializeBinary());
  const ofStack = Buffer.from(
    new analyzer.AnalyzeStackRequest()
      .setResourcesList([named(new analyzer.AnalyzerResource(), { size: 1 })])
      .serializeBinary(),
  );
  const bytes = Buffer.from("as they are");

  it("is asked to judge off the wire", () => {
    const { analyze, analyzeStack } = withoutMessages(AnalyzerService);
    assert.deepEqual(analyze?.requestDeserialize(asked), readAnalyzeRequest(asked));
    assert.deepEqual(analyzeStack?.requestDeserialize(ofStack), readAnalyzeStackRequest(ofStack));
  });

  it("has the other calls as they were, and no call that it had not", () => {
    const { remediate, ...others } = withoutMessages(AnalyzerService);
    assert.equal(remediate?.requestDeserialize(bytes), bytes);
    assert.equal(others.handshake, AnalyzerService.handshake);
    assert.deepEqual(
      Object.keys(withoutMessages(AnalyzerService)).sort(),
      Object.keys(AnalyzerService).sort(),
    );
    assert.deepEqual(withoutMessages({}), {});
  });

  it("answers in bytes or in messages what it judges and mends", () => {
    const answer = new analyzer.AnalyzeResponse().setNotApplicableList([]);
    for (const made of [answeringInBytes(AnalyzerService), withoutMessages(AnalyzerService)]) {
      for (const call of [made.analyze, made.analyzeStack, made.remediate])
        assert.equal(call?.responseSerialize(bytes), bytes);
      assert.deepEqual(made.analyze?.responseSerialize(answer), Buffer.from(answer.serializeBinary()));
    }
    assert.ok(
      answeringInBytes(AnalyzerService).analyze?.requestDeserialize(asked) instanceof analyzer.AnalyzeRequest,
    );
  });
});
