import type { ReportedFinding } from "../../report/finding";
import { type Report, reportOf } from "../../report/report";
import { type JudgedPolicy, joined, type Verdict } from "../../report/verdict";

export const ROOT = "/repository";

const NO_X: JudgedPolicy = {
  name: "no-x",
  pack: "network-guard",
  description: "There must be no x.",
  level: "mandatory",
  severity: "critical",
  remediationSteps: "Take the x away.",
  url: "https://example.com/no-x.md",
  tags: ["security-groups", "CIS AWS Foundations Benchmark v5.0.0 5.3", "FSBP EC2.13"],
};

const WITH_Y: JudgedPolicy = {
  name: "with-y",
  pack: "network-guard",
  description: "Needs y.",
  level: "advisory",
  severity: "low",
};

const OFF: JudgedPolicy = {
  name: "off",
  pack: "network-guard",
  description: "Is off.",
  level: "disabled",
  tags: ["data"],
};

const CLEAN: JudgedPolicy = {
  name: "clean",
  pack: "network-guard",
  description: "Finds nothing.",
  level: "mandatory",
};

const policies = [NO_X, WITH_Y, OFF, CLEAN];

function found(policy: JudgedPolicy, name: string, more: Partial<ReportedFinding> = {}): ReportedFinding {
  const { name: called, level, ...rest } = policy;
  return {
    ...rest,
    policy: called,
    level: level === "advisory" ? "advisory" : "mandatory",
    urn: `urn:pulumi:dev::app::aws:ec2/securityGroup:SecurityGroup::${name}`,
    message: `${name} holds x.${policy.remediationSteps ? `\n${policy.remediationSteps}` : ""}`,
    program: `${ROOT}/infra/Pulumi.yaml`,
    ...more,
  };
}

const at = (file: string, line: number) => ({ source: { file, line, column: 5 } });

const verdictOf = (findings: ReportedFinding[], more: Partial<Verdict> = {}): Verdict => ({
  findings,
  policies,
  resources: 12,
  unjudged: [],
  assumptions: [],
  notes: [],
  ...more,
});

const HOSTILE =
  "a|b `c` ```d``` <script>alert(1)</script> & \"e\" 'f' ]]> @everyone #1 [x](https://example.com) **g** %0A::error::h\u001b[2J\u202Ei";

const COMPONENTS = { one: "component", many: "components" };

/** What every format is checked on. */
const verdicts = {
  empty: verdictOf([]),
  blind: verdictOf([], { resources: 0, unjudged: [{ kind: COMPONENTS, number: 2 }] }),
  partial: verdictOf([], { unjudged: [{ kind: COMPONENTS, number: 1 }], notes: ["one is left out"] }),
  levels: verdictOf(
    [
      found(NO_X, "web", at(`${ROOT}/infra/index.ts`, 7)),
      found(WITH_Y, "web", at(`${ROOT}/infra/index.ts`, 7)),
      found(NO_X, "mended", { level: "remediated", message: "x: true → false" }),
      found(NO_X, "elsewhere", at("/other/index.ts", 9)),
      found({ ...WITH_Y, name: "review-exemptions", description: "Exemptions must be seen." }, "web", {
        message:
          'the exemption of "*::bastion" from no-x (It moves; until 2027-03-31) is in use for Instance bastion.',
      }),
    ],
    {
      unjudged: [{ kind: COMPONENTS, number: 2 }],
      assumptions: ["region us-east-1"],
      baseline: {
        known: [found(NO_X, "old", at(`${ROOT}/infra/index.ts`, 30))],
        fixed: [{ policy: "no-x", urn: "urn:pulumi:dev::app::aws:ec2/vpc:Vpc::shop" }],
      },
      notes: ['awsx:ecr:Repository "repo" is a remote component'],
    },
  ),
  few: verdictOf([found(WITH_Y, "web", { message: "it has no y." })], {
    resources: 1,
    unjudged: [{ kind: COMPONENTS, number: 1 }],
    flows: [
      {
        file: `${ROOT}/exposures/shop.txt`,
        opened: [],
        closed: ["internet → LoadBalancer web: tcp 80"],
      },
    ],
  }),
  hostile: verdictOf(
    [
      found(NO_X, HOSTILE, at(`${ROOT}/infra/a,b:c%d #?.ts`, 3)),
      found(
        { ...NO_X, name: "other-pack", pack: "pack <&>", description: HOSTILE, remediationSteps: HOSTILE },
        "plain",
        {
          message: `${HOSTILE}\n${HOSTILE}`,
          target: HOSTILE,
        },
      ),
    ],
    {
      unjudged: [{ kind: { one: HOSTILE, many: HOSTILE }, number: 1 }],
      notes: [HOSTILE],
      assumptions: [HOSTILE],
      flows: [
        { file: "/else/where.txt", opened: [{ flow: HOSTILE, packet: "", hops: [HOSTILE] }], closed: [] },
      ],
    },
  ),
  folded: verdictOf(
    [
      ...Array.from({ length: 14 }, (_, i) =>
        found(NO_X, `web-${i}`, at(`${ROOT}/infra/index.ts`, 7 + (i % 12))),
      ),
      ...["a", "b", "c"].map((name) =>
        found(WITH_Y, name, { message: "it has no y.", target: "infra/shop" }),
      ),
    ],
    {
      flows: [
        { file: `${ROOT}/exposures/clean.txt`, opened: [], closed: [] },
        {
          file: `${ROOT}/exposures/shop.txt`,
          target: "infra/shop",
          opened: [
            {
              flow: "internet → Database orders: tcp 5432",
              packet: "tcp 5432 from 198.51.100.7",
              hops: ["InternetGateway main", "SecurityGroup data (ingress[0])"],
            },
          ],
          closed: ["internet → LoadBalancer web: tcp 80"],
        },
      ],
    },
  ),
  targets: joined([
    {
      target: "infra/shop",
      verdict: verdictOf(
        [
          found(CLEAN, "web", { ...at(`${ROOT}/infra/index.ts`, 7), message: "it is\nnot clean." }),
          found({ ...CLEAN, name: "told-by-itself", description: "" }, "web", { message: "it is\nthis." }),
          found({ ...WITH_Y, name: "a\r\n\u001bb:c,d%" }, "web"),
        ],
        {
          unjudged: [{ kind: COMPONENTS, number: 2 }],
          assumptions: ["region us-east-1"],
          notes: ["one is left out", "two is left out"],
          flows: [
            {
              file: `${ROOT}/exposures/shop.txt`,
              opened: [
                { flow: "internet → Instance a: tcp 22", packet: "", hops: ["SecurityGroup a"] },
                { flow: "internet → Instance b: tcp 22", packet: "tcp 22 from 198.51.100.7", hops: [] },
              ],
              closed: [],
            },
          ],
        },
      ),
    },
    {
      target: "infra/office",
      verdict: {
        ...verdictOf([found(CLEAN, "web"), found(CLEAN, "web", { pack: "another", message: "Not clean." })]),
        policies: [
          { ...NO_X, level: "disabled" },
          { ...CLEAN, level: "disabled" },
          { ...CLEAN, pack: "another" },
        ],
        unjudged: [{ kind: COMPONENTS, number: 1 }],
        assumptions: ["region us-east-1"],
      },
    },
  ]),
} satisfies Record<string, Verdict>;

export type SampleName = keyof typeof verdicts;

export const sampleNames = Object.keys(verdicts) as SampleName[];

export function sample(name: SampleName): Report {
  return reportOf(verdicts[name], {
    failures: name === "hostile" ? [`infra/broken: ${HOSTILE}\nat line 1`] : [],
    tool: { name: "network-guard", version: "1.2.3" },
    root: ROOT,
    fails: ({ level }) => level === "mandatory",
    failsUnjudged: name === "partial",
  });
}
