import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Who may ask. */
export const TOKEN = "ours";

/** The key by which the secrets of stacks are encrypted, of 32 bytes. */
const KEY = Buffer.alloc(32, "network-guard").toString("base64");

let address: Promise<string> | undefined;

/** The URL of a stand-in for HashiCorp Vault, which keeps the key of stacks. To derive one from a passphrase takes a third of a run of the CLI. */
export function vault(): Promise<string> {
  address ??= serve();
  return address;
}

async function serve(): Promise<string> {
  const server = createServer((request, response) => {
    const isOurs = request.headers["x-vault-token"] === TOKEN;
    response.writeHead(isOurs ? 200 : 403, { "content-type": "application/json" });
    response.end(JSON.stringify(isOurs ? { data: { plaintext: KEY } } : { errors: ["permission denied"] }));
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
