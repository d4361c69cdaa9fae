import assert from "node:assert/strict";
import { changesText, flowsText, type RecordedFlows } from "../../report/flow-changes";
import { toMarkdown } from "../../report/markdown";
import { reportOf } from "../../report/report";
import { closingLine, type Verdict } from "../../report/verdict";

const flows = {
  file: "exposures/prod.txt",
  opened: [
    {
      flow: "internet → Database orders: tcp 5432",
      packet: "tcp 5432 from 198.51.100.7",
      hops: ["InternetGateway main", "SecurityGroup data (ingress[0])"],
    },
  ],
  closed: ["internet → LoadBalancer web: tcp 80"],
};

const verdict = (given: RecordedFlows): Verdict => ({
  findings: [],
  resources: 7,
  flows: [given],
  unjudged: [],
  assumptions: [],
  notes: [],
});

const markdown = (given: RecordedFlows) =>
  toMarkdown(
    reportOf(verdict(given), {
      tool: { name: "network-guard", version: "1.0.0" },
      root: "/",
      fails: () => false,
    }),
  );

describe("a difference of flows", () => {
  it("is told as a diff with the packet and its way", () => {
    assert.deepEqual(flowsText(flows, { colour: false }).split("\n"), [
      "1 flow opened and 1 closed since exposures/prod.txt",
      "  - internet → LoadBalancer web: tcp 80",
      "  + internet → Database orders: tcp 5432",
      "      tcp 5432 from 198.51.100.7 gets in:",
      "        InternetGateway main",
      "        SecurityGroup data (ingress[0])",
      "",
    ]);
  });

  it("is told where flows are only opened, or only closed", () => {
    const [opened] = flows.opened;
    assert.ok(opened);
    const alone = { ...opened, packet: "", hops: [] };
    assert.deepEqual(
      flowsText({ ...flows, opened: [alone, alone], closed: [] }, { colour: false }).split("\n"),
      [
        "2 flows opened and 0 closed since exposures/prod.txt",
        ...["  + internet → Database orders: tcp 5432", "  + internet → Database orders: tcp 5432", ""],
      ],
    );
    const closed = { ...flows, opened: [] };
    assert.deepEqual(flowsText(closed, { colour: false }).split("\n"), [
      "0 flows opened and 1 closed since exposures/prod.txt",
      "  - internet → LoadBalancer web: tcp 80",
      "",
    ]);
    assert.match(markdown(closed), /^### ❌ /m);
    assert.doesNotMatch(markdown(closed), /how packets get in/);
    assert.match(markdown(flows), /how packets get in/);
  });

  it("leads in Markdown, below a title that says the check fails", () => {
    const [, title, , lead, , fence, ...rest] = markdown(flows).split("\n");
    assert.match(title ?? "", /^### ❌ /);
    assert.equal(lead, "<b>1 flow opened and 1 closed since exposures/prod.txt</b>");
    assert.equal(fence, "```diff");
    assert.deepEqual(rest.slice(0, 2), [
      "- internet → LoadBalancer web: tcp 80",
      "+ internet → Database orders: tcp 5432",
    ]);
  });

  it("that is none says so in the closing line alone", () => {
    const none = { ...flows, opened: [], closed: [] };
    assert.equal(changesText(none), undefined);
    assert.equal(flowsText(none, { colour: false }), "");
    assert.doesNotMatch(markdown(none), /```diff/);
    assert.match(markdown(none), /### ✅ /);
    assert.equal(
      closingLine(verdict(none)),
      "0 findings in 7 resources; no flow differs from exposures/prod.txt",
    );
  });
});
