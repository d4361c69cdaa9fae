import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { XMLValidator } from "fast-xml-parser";
import type { Severity } from "../../../report/finding";
import { pictureOf } from "../../../report/picture/picture";
import { shortened, wrapped } from "../../../report/picture/text";
import { slanted } from "./every-part";
import { isAsGolden } from "./golden";
import { findingsOn, HOSTILE, LARGE, PARTS, pageOfChange, pageOfShop, picturedOf, SMALL } from "./pictures";

const digest = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const between = (page: string, start: string, end: string) =>
  page.slice(page.indexOf(start) + start.length, page.indexOf(end));

describe("the page of a picture", () => {
  let page: string;
  before(async () => {
    page = await pageOfShop(HOSTILE);
  });

  it("lets nothing in but its own style and script", () => {
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const style = digest(between(page, "<style>", "</style>"));
    const script = digest(between(page, "<script>", "</script>\n</body>"));
    const quoted = policy.replaceAll("&#39;", "'");
    assert.equal(
      quoted,
      `default-src 'none'; style-src ${style}; script-src ${script}; base-uri 'none'; form-action 'none'`,
    );
  });

  it("takes no name for markup", () => {
    const names = page.replace(between(page, "<script>", "</script>\n</body>"), "");
    assert.equal(names.match(/<script/g)?.length, 1);
    for (const part of ["<img", "<b ", "onclick=alert(1)>", "</style></script>"])
      assert.ok(!names.includes(part), part);
    assert.ok(names.includes("&lt;b onclick=alert(1)&gt;"));
    assert.ok(names.includes("大きなデータベース 🐙 \uFFFDתיבה"));
  });

  it("holds no handler, no style and no address in an attribute but links to pages", () => {
    assert.doesNotMatch(page, / (?:on\w+|style)="/);
    const links = [...page.matchAll(/ (?:href|src|xlink:href|action)="([^"#][^"]*)"/g)].map(
      ([, link]) => link,
    );
    assert.deepEqual([...new Set(links)], ["https://example.com/no-path"]);
  });

  it("holds a drawing that is sound XML", () => {
    const drawing = page.slice(page.indexOf("<svg"), page.indexOf("</svg>") + "</svg>".length);
    assert.equal(XMLValidator.validate(drawing), true);
  });

  it("tells no finding where nothing was judged", async () => {
    const alone = await pictureOf(picturedOf(SMALL), undefined, PARTS);
    assert.ok(!alone.includes('id="findings"'));
    assert.ok(alone.includes("<h1>shop, stack prod</h1>"));
    assert.ok(alone.includes("internet → LoadBalancer web-1: tcp 443"));
  });

  it("stands line by line", async () => {
    const lines = (await pictureOf(picturedOf(SMALL), undefined, PARTS)).split("\n");
    assert.ok(lines.includes('<meta charset="utf-8"/>'));
    assert.ok(lines.some((line) => line.startsWith("<header>")));
  });

  it("quotes no secret", async () => {
    const secrets = { ...picturedOf(SMALL), mask: (text: string) => text.replaceAll("443", "[secret]") };
    const masked = await pictureOf(secrets, undefined, PARTS);
    const text = masked.slice(masked.indexOf("<body>"), masked.lastIndexOf("<script>"));
    assert.ok(text.includes("tcp [secret]"));
    assert.ok(!text.includes("443"));
  });

  it("quotes no secret that is known only beside the name of what holds it", async () => {
    const mask = (text: string) => (text.includes("web-1") ? text.replaceAll("443", "[secret]") : text);
    const masked = await pictureOf({ ...picturedOf(SMALL), mask }, undefined, PARTS);
    const labels = [...masked.matchAll(/<text class="label.*?<\/text>/gs)].join();
    assert.match(labels, /tcp \[secret\]/);
    assert.doesNotMatch(labels, /443/);
  });
});

describe("what a picture draws apart for what is found", () => {
  const boxesOf = async (...found: [position: number, policy: string, severity: Severity][]) => {
    const pictured = picturedOf(LARGE);
    const [{ urn: _, ...finding } = assert.fail()] = findingsOn(pictured.exposures);
    const { databases } = pictured.exposures.network;
    const findings = found.map(([position, policy, severity]) => ({
      ...{ ...finding, policy, severity },
      urn: databases[position]?.resource.urn ?? "",
    }));
    const verdict = { findings, resources: 1, unjudged: [], assumptions: [], notes: [] };
    const parts = { elk: slanted(), style: "", script: "" };
    return (await pictureOf(pictured, { findings, verdict }, parts)).match(/class="box inner/g)?.length;
  };

  it("is what is grave alone", async () => {
    const alike = await boxesOf();
    assert.equal(await boxesOf([0, "a", "medium"]), alike);
    const apart = await boxesOf([0, "a", "high"]);
    assert.ok(apart !== undefined && alike !== undefined && apart > alike);
    assert.equal(await boxesOf([0, "a", "critical"]), apart);
  });

  it("is one box where the same policies found something, in whatever order they did", async () => {
    const alike = await boxesOf([0, "a", "high"], [1, "a", "high"]);
    assert.equal(await boxesOf([0, "a", "high"]), alike);
    assert.equal(
      await boxesOf([0, "a", "high"], [0, "b", "high"], [1, "b", "high"], [1, "a", "high"]),
      alike,
    );
  });
});

describe("the pictures that somebody has looked at", () => {
  // UPDATE_GOLDEN=1 writes them anew. How they look is seen in a browser.
  for (const [name, pageOf] of [
    ["shop", () => pageOfShop(SMALL)],
    ["change", pageOfChange],
  ] as const)
    it(`are as they were: ${name}`, async () => {
      const page = between(await pageOf(), "</head>\n", "<script>").replaceAll("><", ">\n<");
      isAsGolden(`${name}.picture.html`, page);
    });
});

describe("the texts of a picture", () => {
  it("are cut in their middle", () => {
    assert.equal(shortened("orders", 6), "orders");
    assert.equal(shortened("orders-database", 9), "orde…base");
    assert.equal(shortened("🐙🐙🐙🐙", 3), "🐙…🐙");
  });

  it("break between words", () => {
    assert.deepEqual(wrapped("tcp 80, 443; udp 53", 8), ["tcp 80,", "443; udp", "53"]);
    assert.deepEqual(wrapped("abcdefghijkl mn", 5), ["ab…kl", "mn"]);
    assert.deepEqual(wrapped("", 5), []);
  });
});
