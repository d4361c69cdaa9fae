import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./process";

/** Writes a program of a hundred resources, and what runs it against a monitor that judges nothing. */
export function programs(): { readonly folder: string; readonly alone: string } {
  const folder = join(cache, "program");
  mkdirSync(folder, { recursive: true });
  const files = {
    "Pulumi.yaml": "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\n",
    "package.json": '{ "name": "shop", "main": "index.js" }\n',
    "index.js": PROGRAM,
    "alone.js": ALONE,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return { folder, alone: join(folder, "alone.js") };
}

const PROGRAM = `const aws = require("@pulumi/aws");
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
for (let i = 0; i < 33; i++) {
  const subnet = new aws.ec2.Subnet("subnet-" + i, { vpcId: vpc.id, cidrBlock: "10.0." + i + ".0/24" });
  const group = new aws.ec2.SecurityGroup("web-prod-" + i, {
    vpcId: vpc.id,
    description: "Web",
    ingress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
  });
  new aws.ec2.Instance("app-" + i, {
    ami: "ami-0123456789abcdef0", instanceType: "t3.micro", subnetId: subnet.id, vpcSecurityGroupIds: [group.id],
  });
}
`;

const ALONE = `const { Coverage } = require(${JSON.stringify(join(__dirname, "../dist/cli/coverage"))});
const { stackResources } = require(${JSON.stringify(join(__dirname, "../dist/cli/stack-resources"))});
stackResources({ target: process.argv[2], config: [], plugins: false, timeout: 600 }, new Coverage()).then(
  (resources) => console.log(resources.length),
  (error) => { console.error(error); process.exitCode = 2; },
);
`;
