import assert from "node:assert/strict";
import { answerText } from "../../cli/answer";
import type { Answer } from "../../network/exposures/answer";

const NOTHING: Answer = { from: "internet", to: "Instance web", ways: [], perhaps: [], stopped: [] };

describe("an answer in words", () => {
  it("says that no way is known, where there is none", () => {
    assert.equal(
      answerText(NOTHING),
      "internet → Instance web: no way is known inside one VPC or from the internet\n",
    );
  });

  it("tells ways hop by hop, what is not known yet, and gates that stop or let through", () => {
    const ends = { from: "internet", to: "Instance web" };
    const way = {
      ...{ ...ends, services: "tcp 443", packet: "tcp 443 from 198.51.100.7" },
      hops: [
        { through: "InternetGateway igw", by: "" },
        { through: "SecurityGroup web", by: "ingress[0]" },
      ],
    };
    assert.equal(
      answerText({ ...NOTHING, ways: [way] }),
      [
        "internet → Instance web: tcp 443",
        "  tcp 443 from 198.51.100.7 gets in:",
        "    InternetGateway igw",
        "    SecurityGroup web (ingress[0])",
        "",
      ].join("\n"),
    );
    const perhaps = { ...ends, services: "tcp 22", isUncertain: true };
    assert.equal(
      answerText({ ...NOTHING, perhaps: [perhaps] }),
      "internet → Instance web: tcp 22 ?\n  hangs on what is not known yet\n",
    );
    const gates = [
      { gate: "SecurityGroup web (ingress)", stops: true, services: "tcp 22" },
      { gate: "a public address", stops: false, services: "tcp 443" },
    ];
    assert.equal(
      answerText({ ...NOTHING, stopped: [{ ...ends, gates }] }),
      [
        "internet → Instance web: nothing gets through for certain",
        "  stopped at SecurityGroup web (ingress): tcp 22",
        "  left after a public address: tcp 443",
        "",
      ].join("\n"),
    );
  });
});
