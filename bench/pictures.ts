import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { Exposures } from "../network/exposures/exposures";
import { pictureOf } from "../report/picture/picture";
import { table } from "../scripts/table";
import { chromiumPath } from "../test/end-to-end/chromium";
import type { Registered } from "../test/harness/program";
import { networkOf } from "../test/network/rendered-network";
import { findingsOn, PARTS } from "../test/report/picture/pictures";
import { shop } from "../test/report/picture/stacks";
import { type Declared, mix, Stack, UNKNOWN } from "./mix";
import { registered } from "./registered";

const RUNS = 5;

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A machine on the internet. */
function machine(): Declared[] {
  const stack = new Stack();
  const vpc = stack.add("ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" });
  const gateway = stack.add("ec2/internetGateway:InternetGateway", "main", {}, { vpcId: [vpc] });
  const subnet = stack.add("ec2/subnet:Subnet", "public", { cidrBlock: "10.0.0.0/24" }, { vpcId: [vpc] });
  stack.add(
    "ec2/defaultRouteTable:DefaultRouteTable",
    "main",
    { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }] },
    { defaultRouteTableId: [vpc], routes: [gateway] },
  );
  const web = { ami: "ami-1", instanceType: "t3.micro", associatePublicIpAddress: true };
  stack.add("ec2/instance:Instance", "web", web, { subnetId: [subnet] });
  return stack.resources;
}

/** Services on groups of their own, each called by two before it: as much as is drawn without folding. */
function services(count: number): Declared[] {
  const stack = new Stack();
  const vpc = stack.add("ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" });
  const subnet = stack.add("ec2/subnet:Subnet", "main", { cidrBlock: "10.0.0.0/24" }, { vpcId: [vpc] });
  const groups: string[] = [];
  for (let i = 0; i < count; i++) {
    const callers = [groups[Math.floor(i / 2)], groups[i - 1]].filter((one) => one !== undefined);
    const rule = (port: number) => ({
      protocol: "tcp",
      fromPort: port,
      toPort: port,
      securityGroups: [UNKNOWN],
    });
    const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
    const rules = { ingress: callers.map((_, at) => rule(8000 + 2 * i + at)), egress };
    const group = stack.add("ec2/securityGroup:SecurityGroup", `service-${i}`, rules, {
      vpcId: [vpc],
      ingress: callers,
    });
    const own = { ami: "ami-1", instanceType: "t3.micro" };
    stack.add("ec2/instance:Instance", `service-${i}`, own, {
      subnetId: [subnet],
      vpcSecurityGroupIds: [group],
    });
    groups.push(group);
  }
  return stack.resources;
}

const STACKS: readonly (readonly [string, readonly Registered[]])[] = [
  ["a machine on the internet", registered(machine())],
  ["the mix", registered(mix(50))],
  ["30 services, none like another", registered(services(30))],
  ["the mix", registered(mix(500))],
  ["30 applications built alike", shop({ applications: 30, machines: 6 })],
  ["30 applications, none like another", shop({ applications: 30, machines: 6, port: (i) => 8000 + i })],
  ["245 services, none like another", registered(services(245))],
  ["the mix", registered(mix(2000))],
];

async function pageOf(
  exposures: Exposures,
  resources: number,
): Promise<{ readonly html: string; readonly cpu: number }> {
  const findings = findingsOn(exposures);
  const verdict = { findings, resources, unjudged: [], assumptions: [], notes: [] };
  const start = process.cpuUsage();
  const html = await pictureOf(
    { title: "shop", exposures, mask: (text) => text },
    { findings, verdict },
    PARTS,
  );
  const { user, system } = process.cpuUsage(start);
  return { html, cpu: (user + system) / 1e6 };
}

async function painted(
  browser: Browser,
  file: string,
): Promise<{ readonly time: number; readonly elements: number }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(file).href);
  let time: number | undefined;
  while (time === undefined) {
    await page.waitForTimeout(20);
    time = await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime');
  }
  const elements = (await page.evaluate('document.querySelectorAll("*").length')) as number;
  await page.close();
  return { time, elements };
}

/** What a picture costs: the CPU to fold, lay out and write it, once the flows are known, and what Chromium needs until it has painted the file. */
export async function picturesTable(tell: (line: string) => void): Promise<string> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) return "Skipped: there is no Chromium (`apt-get install chromium`).";
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    return table(HEAD, await rowsOf(browser, join(folder, "network.html"), tell));
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

const HEAD = ["Resources", "Of", "CPU to make it", "Page", "Elements", "Painted after"];

async function rowsOf(browser: Browser, file: string, tell: (line: string) => void): Promise<string[][]> {
  const rows: string[][] = [];
  for (const [what, resources] of STACKS) {
    const exposures = new Exposures(networkOf(resources));
    const costs: number[] = [];
    const paints: { readonly time: number; readonly elements: number }[] = [];
    for (let run = 0; run < RUNS; run++) {
      const { html, cpu } = await pageOf(exposures, resources.length);
      writeFileSync(file, html);
      costs.push(cpu);
      paints.push(await painted(browser, file));
    }
    rows.push([
      ...[
        String(resources.length),
        what,
        `${median(costs).toFixed(2)} s`,
        `${Math.round(statSync(file).size / 1000)} kB`,
      ],
      ...[String(paints[0]?.elements), `${(median(paints.map(({ time }) => time)) / 1000).toFixed(2)} s`],
    ]);
    tell(rows.at(-1)?.join(", ") ?? "");
  }
  return rows;
}
