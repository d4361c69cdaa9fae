// Written by `npm run generate`, from package.json.

/** The release that these policies are part of. */
export const VERSION = "0.1.0";

/** Where the sources and the pages are. */
export const REPOSITORY = "https://github.com/pulumi-network-guard/network-guard";
