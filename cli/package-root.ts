import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this package, whether run compiled or not. */
export function packageRoot(from = __dirname): string {
  return existsSync(join(from, "PulumiPolicy.yaml")) ? from : packageRoot(dirname(from));
}

interface Manifest {
  name: string;
  version: string;
}

export function packageManifest(): Manifest {
  return JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as Manifest;
}
