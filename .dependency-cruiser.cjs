/** The layers: each may import itself and what stands before it, and nothing else. */
const layers = ["algebra", "stack", "network", "policies", "pack", "testing", "report", "cli"];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...layers.slice(0, -1).map((layer, position) => ({
      name: `${layer}-looks-down-only`,
      severity: "error",
      from: { path: `^${layer}/` },
      to: {
        path: `^(${[...layers.slice(position + 1), "index\\.ts", "scripts/", "test/", "bench/"].join("|")})`,
      },
    })),
    {
      name: "shipped-code-needs-no-development-code",
      severity: "error",
      from: { path: `^(index\\.ts|${layers.join("|")})` },
      to: { path: "^(scripts|test|bench|examples)/" },
    },
    {
      name: "clouds-are-for-types",
      comment: "Their packages take seconds to load and need not be installed.",
      severity: "error",
      from: { path: `^(index\\.ts|${layers.join("|")})` },
      to: { path: "node_modules/@pulumi/(aws|alicloud)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "the-stack-is-the-one-door",
      comment: "stack/ takes values out of the SDK's proxy; nobody else knows it.",
      severity: "error",
      from: { path: "^(algebra|report)/" },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "policies-ask-the-network",
      comment: "A policy file knows the nouns; policies/kit/policy.ts alone hands it what the engine sends.",
      severity: "error",
      from: { path: "^policies/[^/]+/", pathNot: "^policies/kit/policy" },
      to: { path: "^network/session|node_modules/@pulumi/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "nouns-know-no-cloud",
      comment:
        "What a noun needs of a cloud is in network/cloud.ts; network/network.ts alone knows which clouds there are.",
      severity: "error",
      from: { path: "^network/(?!aws/|alicloud/|network)" },
      to: { path: "^network/(aws|alicloud)/" },
    },
    {
      name: "clouds-know-not-each-other",
      severity: "error",
      from: { path: "^network/(aws|alicloud)/" },
      to: { path: "^network/(aws|alicloud)/", pathNot: "^network/$1/" },
    },
    {
      name: "policies-know-no-cloud",
      severity: "error",
      from: { path: "^policies/" },
      to: { path: "^network/(aws|alicloud)/" },
    },
    {
      name: "what-writes-the-index-reads-it-not",
      comment: "It names policies that are deleted or renamed until `npm run generate` has written it.",
      severity: "error",
      from: { path: "^scripts/(generate|new-policy)\\.ts$" },
      to: { path: "^policies/index\\.ts$", reachable: true },
    },
    {
      name: "fast-tests-start-no-process",
      comment: "`npm run test:fast` leaves test/cli and test/end-to-end out.",
      severity: "error",
      from: { path: "^test/(?!cli/|end-to-end/).*\\.test\\.ts$" },
      to: { path: "^(node:)?child_process$", reachable: true },
    },
    {
      name: "no-cycles",
      comment: "Nouns may name each other's types, as a rule its group and a group its rules.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-orphans",
      comment:
        "What is loaded into a program before it starts is named to Node.js, and what runs in a page is read as text.",
      severity: "error",
      from: {
        orphan: true,
        path: `^(${layers.join("|")})/`,
        pathNot: "^cli/program/(uncoloured|positions)|^report/picture/browser/",
      },
      to: {},
    },
    {
      name: "declared-dependencies",
      comment: "What lays out pictures is loaded when one is asked for, and need not be installed.",
      severity: "error",
      from: { path: `^(index\\.ts|${layers.join("|")})` },
      to: {
        pathNot: "node_modules/elkjs/",
        dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"],
        dependencyTypesNot: ["type-only"],
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|examples)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
