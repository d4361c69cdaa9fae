import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { HOSTILE, LARGE, pageOfChange, pageOfShop, SMALL } from "../report/picture/pictures";
import { chromiumPath } from "./chromium";

const HOME = "http://picture.test/";
/** What is asked in the page; its own policy lets no script in, but does not bind who drives the browser. */
const IN_PAGE = readFileSync(join(__dirname, "picture-in-page.js"), "utf8");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

describe("the page of a picture in Chromium", () => {
  let browser: Browser;
  // One for all: each page has a window of its own, which is a page again.
  let page: Page;
  let html = "";
  const asked: string[] = [];

  before(async function () {
    const executablePath = chromiumPath();
    if (executablePath === undefined) {
      console.log("      no chromium on this machine: apt-get install chromium");
      this.skip();
    }
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on("console", (message) => asked.push(message.text()));
    page.on("pageerror", (error) => asked.push(error.message));
    await page.route("**/*", (route) => {
      const url = route.request().url();
      if (url === HOME) return route.fulfill({ contentType: "text/html", body: html });
      asked.push(url);
      return route.abort();
    });
  });

  after(() => browser?.close());

  /** Opens the page of a shop, where all that is asked for is recorded and nothing outside answered. */
  async function open(made: Promise<string>): Promise<void> {
    html = await made;
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(HOME);
    await page.evaluate(IN_PAGE);
    // What is seen first is decided after the first frame.
    await page.evaluate("new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))");
  }

  const [small, large] = [once(() => pageOfShop(SMALL)), once(() => pageOfShop(LARGE))];

  for (const [title, make] of [
    ["a small stack", small],
    ["a large stack", large],
    ["a stack with hostile names", () => pageOfShop(HOSTILE)],
    ["a change, with the ways out, in the VPC of another stack", pageOfChange],
  ] as const)
    describe(`of ${title}`, () => {
      before(() => open(make()));

      it("has no boxes that overlap, but for what lies in them", async () => {
        assert.deepEqual(await page.evaluate("inPage.overlapping()"), []);
      });

      it("clips no text", async () => {
        assert.deepEqual(await page.evaluate("inPage.clipped()"), []);
      });

      it("asks for nothing outside, and goes wrong nowhere", () => assert.deepEqual(asked, []));

      for (const colorScheme of ["light", "dark"] as const)
        it(`leaves axe nothing to say, ${colorScheme}`, async () => {
          await page.emulateMedia({ colorScheme });
          await page.evaluate(AXE);
          assert.deepEqual(await page.evaluate("inPage.faults()"), []);
        });

      it("has every finding reached by Tab and opened by Enter", async () => {
        const all = await page.locator(".finding").count();
        await page.locator("#search").focus();
        for (let i = 0; i < all; i++) {
          await page.keyboard.press("Tab");
          await page.keyboard.press("Enter");
          assert.deepEqual(await page.evaluate("inPage.unfolded()"), { findings: 1, focused: 1, details: 1 });
          // Over a link that it unfolds.
          await page.keyboard.press("Enter");
        }
      });
    });

  describe("of much that is alike", () => {
    before(() => open(large()));

    it("shows at first all of it, as large as it is drawn", async () => {
      assert.equal(await page.evaluate("scale()"), 1);
    });

    it("opens by keys a box that stands for many, and lists what is about one of them", async () => {
      const box = page.locator("#drawing .inner", { hasText: "27 × orders" });
      await box.focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.locator("#opened li").count(), 27);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      assert.equal(
        await page.locator("#opened [aria-pressed=true]").textContent(),
        "Database orders-aspen1 finding",
      );
      assert.deepEqual(await page.locator(".flow:visible").allTextContents(), [
        "SecurityGroup app-aspen → Database orders-aspen: tcp 5432",
      ]);
      assert.equal(await page.locator(".finding:visible").count(), 1);
      await page.evaluate(AXE);
      assert.deepEqual(await page.evaluate("inPage.faults()"), []);
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("#opened:visible").count(), 0);
      assert.equal(await box.and(page.locator(":focus")).count(), 1);
    });
  });

  describe("by hand", () => {
    beforeEach(() => open(small()));

    const lit = () => page.locator("#drawing .inner.lit .title").allTextContents();
    const view = () => page.locator("#drawing").getAttribute("viewBox");

    it("lights the way that a finding tells of, and no other", async () => {
      await page.locator(".finding", { hasText: "LoadBalancer web-1" }).click();
      assert.deepEqual((await lit()).sort(), ["Internet", "web-1"]);
      assert.equal(await page.locator("#drawing .line.lit").count(), 1);
      await page.keyboard.press("Escape");
      assert.deepEqual(await lit(), []);
    });

    it("finds things, findings and flows by what they say", async () => {
      await page.locator("#search").fill("orders");
      assert.deepEqual(await lit(), ["orders-1"]);
      assert.equal(await page.locator(".finding:visible").count(), 1);
      assert.equal(await page.locator(".flow:visible").count(), 1);
      assert.equal(await page.locator("#matches").textContent(), "1 in the diagram, 2 in the lists");
    });

    it("lists what is about a thing that is chosen", async () => {
      await page.locator("#drawing .inner", { hasText: "orders-1" }).focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.locator("#about").textContent(), "About orders-1. Show all");
      assert.deepEqual(await page.locator(".flow:visible").allTextContents(), [
        "SecurityGroup app-1 → Database orders-1: tcp 5432",
      ]);
      await page.locator("#about button").click();
      assert.equal(await page.locator(".flow:visible").count(), 5);
    });

    it("moves and zooms by keys, wheel and buttons, and shows all of it again", async () => {
      const whole = await view();
      assert.equal(await page.locator("#map:visible").count(), 0);
      await page.locator("#drawing").focus();
      for (const act of [
        () => page.keyboard.press("+"),
        () => page.keyboard.press("ArrowRight"),
        () => page.locator("#farther").click(),
        () => page.mouse.move(900, 400).then(() => page.mouse.wheel(0, 200)),
        () =>
          page.mouse
            .down()
            .then(() => page.mouse.move(950, 450))
            .then(() => page.mouse.up()),
      ]) {
        const before = await view();
        await act();
        await page.waitForFunction(`drawing.getAttribute("viewBox") !== ${JSON.stringify(before)}`);
      }
      await page.locator("#drawing").focus();
      for (let i = 0; i < 4; i++) await page.keyboard.press("+");
      const before = await view();
      await page.locator("#map").click({ position: { x: 9, y: 9 } });
      assert.notEqual(await view(), before);
      await page.locator("#fit").click();
      assert.equal(await view(), whole);
    });
  });
});

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}
