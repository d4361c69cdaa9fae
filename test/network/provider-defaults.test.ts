import assert from "node:assert/strict";
import { documentedDefault, providerDefault } from "../../network/aws/defaults/provider-default";
import { TYPINGS_ARE_SILENT } from "../../network/aws/defaults/typings-are-silent";
import { TYPINGS_SAY, VERSIONS } from "../../network/aws/defaults/typings-say";
import { valueIn } from "../../network/defaults/defaults";
import { ASKED, majorOf, saidBy } from "../../scripts/provider-defaults";
import { Resource } from "../../stack/resource";
import { readSwitch } from "../../stack/setting";
import { Typings } from "../../testing/typings";

const REDSHIFT = "aws:redshift/cluster:Cluster";

describe("the provider's defaults", () => {
  const typings = Typings.installed();
  const asked = Object.entries(ASKED).flatMap(([type, properties]) =>
    properties.map((property) => ({ type, property })),
  );

  it("are known of the installed major", () => assert.ok(majorOf(typings) in VERSIONS, typings.version));

  it("are those that the installed typings tell; else run `npm run generate:defaults`", () => {
    const disagreeing = asked.filter(
      ({ type, property }) =>
        saidBy(typings, type, property) !== valueIn(TYPINGS_SAY[type]?.[property], majorOf(typings)),
    );
    assert.deepEqual(disagreeing, []);
  });

  it("are asked of properties that there are", () => {
    const rows = [...asked, ...TYPINGS_ARE_SILENT];
    const absent = rows.filter(({ type, property }) => saidBy(typings, type, property) === "absent");
    assert.deepEqual(absent, []);
  });

  it("stand in the table by hand only where the typings are silent, with their source", () => {
    for (const { type, property, value, source } of TYPINGS_ARE_SILENT) {
      assert.match(source, /^https:/);
      for (const major of Object.keys(VERSIONS).map(Number)) {
        const isSaid = valueIn(TYPINGS_SAY[type]?.[property], major) !== undefined;
        assert.ok(!isSaid || valueIn(value, major) === undefined, `${type} ${property} ${major}`);
      }
    }
  });

  it("hold nothing that nobody asks for", () => {
    const known = Object.entries(TYPINGS_SAY).flatMap(([type, cells]) =>
      Object.keys(cells).filter((property) => !ASKED[type]?.includes(property)),
    );
    assert.deepEqual(known, []);
  });

  const versions: readonly (readonly [string | undefined, boolean])[] = [
    ["6.83.4", true],
    ["5.1.0", true],
    ["7.0.0", false],
    ["8.0.0-alpha.1", false],
    ["not a version", false],
    [undefined, false],
  ];
  for (const [version, isPublic] of versions) {
    it(`are those of the resource's own provider: ${version ?? "no version told"}`, () => {
      assert.equal(documentedDefault(REDSHIFT, "publiclyAccessible", version), isPublic);
      const urn = `urn:pulumi:dev::shop::${REDSHIFT}::store`;
      const provider = version === undefined ? {} : { version };
      const resource = new Resource({ urn, type: REDSHIFT, name: "store", declared: {}, provider });
      assert.equal(providerDefault(resource, ["publiclyAccessible"], readSwitch)?.value, isPublic);
    });
  }

  it("reach into nested objects", () => {
    assert.equal(documentedDefault("aws:eks/cluster:Cluster", "vpcConfig.endpointPublicAccess"), true);
    assert.equal(documentedDefault("aws:eks/cluster:Cluster", "vpcConfig.securityGroupIds"), undefined);
  });
});
