import assert from "node:assert/strict";
import { join } from "node:path";
import { type Shape, Typings } from "../../testing/typings";

const typings = new Typings(join(__dirname, "sdk"));

/** A shape, a line for each property: `?` behind what may be left out, then its comment. */
function told(shape: Shape | undefined): string[] | undefined {
  return (
    shape &&
    [...shape].map(([name, { type, optional, documentation }]) =>
      [`${name}${optional ? "?" : ""}: ${type}`, ...(documentation ? [documentation] : [])].join(" // "),
    )
  );
}

describe("the typings of an SDK", () => {
  it("have the version of its package, and are read again by none who asks twice", () => {
    assert.equal(typings.version, "7.1.0");
    assert.equal(typings.outputsOf("aws:ec2/thing:Thing"), typings.outputsOf("aws:ec2/thing:Thing"));
    const nested = "outputs.ec2.ThingSpot";
    assert.equal(typings.nestedShape(nested), typings.nestedShape(nested));
  });

  for (const [what, shapeOf, expected] of [
    [
      "the outputs of a resource",
      () => typings.outputsOf("aws:ec2/thing:Thing"),
      [
        "arn: string // ARN of the thing. More of it.",
        "names?: string[]",
        "spot: outputs.ec2.ThingSpot",
        "tags?: {\n        [key: string]: string;\n    }",
        "zones: pulumi.Output<string>[]",
      ],
    ],
    [
      "its inputs",
      () => typings.inputsOf("aws:ec2/thing:Thing"),
      ["names?: pulumi.Input<string>[] // Names. Defaults to `[]`.", "spot: inputs.ec2.ThingSpot"],
    ],
    [
      "what a function answers",
      () => typings.resultOf("aws:ec2/getThing:getThing"),
      ["id: string", "size?: number"],
    ],
    ["a type of the index", () => typings.outputsOf("aws:index/thing:Thing"), ["own: string"]],
    ["nothing of a type that it has not", () => typings.outputsOf("aws:ec2/thing:Other"), undefined],
    ["nothing of a file that it has not", () => typings.outputsOf("aws:ec2/other:Other"), undefined],
    ["nothing of what is no type", () => typings.outputsOf("aws"), undefined],
    [
      "an object of outputs",
      () => typings.nestedShape("outputs.ec2.ThingSpot"),
      ["price: number // In dollars."],
    ],
    ["an object of inputs", () => typings.nestedShape("inputs.ec2.ThingSpot"), ["price?: number"]],
    ["the one of its own namespace", () => typings.nestedShape("outputs.eks.ThingSpot"), ["cluster: string"]],
    ["nothing of an object that it has not", () => typings.nestedShape("outputs.ec2.Other"), undefined],
    ["nothing of what is no object", () => typings.nestedShape("string"), undefined],
    ["nothing of a list of objects", () => typings.nestedShape("outputs.ec2.ThingSpot[]"), undefined],
    ["nothing of an object in a text", () => typings.nestedShape("(outputs.ec2.ThingSpot"), undefined],
  ] as const)
    it(`tell ${what}`, () => assert.deepEqual(told(shapeOf()), expected));

  it("tell nothing of a package that tells nothing", () => {
    const none = Typings.none();
    assert.equal(none.version, "0.0.1");
    assert.equal(none.outputsOf("aws:ec2/thing:Thing"), undefined);
  });

  it("are those of the packages that are installed", () => {
    assert.ok(Typings.installed().outputsOf("aws:ec2/vpc:Vpc")?.has("cidrBlock"));
    assert.ok(Typings.installed("alicloud").outputsOf("alicloud:vpc/network:Network")?.has("cidrBlock"));
    assert.throws(() => Typings.installed("nothing-of-the-kind"), {
      message:
        "@pulumi/nothing-of-the-kind is not installed here; its typings tell what the provider computes.",
    });
  });
});
