/**
 * By which texts the engine marks what JSON has no form for: an object with SIGNATURE is a value of the kind that stands under it.
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
 */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const NUMBER = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";
export const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const BYTES = "803fd3297a5875dc03ca845dda5d2a98";

/** The number of which NUMBER gives the bits, as 16 hexadecimal digits; undefined for anything else. */
export function numberOfBits(bits: unknown): number | undefined {
  return typeof bits === "string" && /^[0-9a-f]{16}$/.test(bits)
    ? Buffer.from(bits, "hex").readDoubleBE()
    : undefined;
}

/** The text of which BYTES gives the bytes in base64, those replaced that are none of UTF-8; undefined for anything else. */
export function textOfBytes(bytes: unknown): string | undefined {
  return typeof bytes === "string" ? Buffer.from(bytes, "base64").toString("utf8") : undefined;
}

/** An unknown string; unknown values of any type may be marked so. */
export const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
