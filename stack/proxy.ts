import type { Secret } from "@pulumi/policy";
import { isUnknownMark, UNKNOWN, type Value, type Values } from "./value";
import { withoutNulls } from "./wire";

/**
 * The SDK's values as plain ones. Its proxies, which throw at an unknown value, are taken off here; the engine's marks for
 * unknown values become UNKNOWN.
 */

type Raw = Readonly<Record<string, unknown>>;

/** The plain data behind the SDK's proxies: one that throws at unknown values, and in remediations one that keeps secrets. */
export function withoutProxy(props: Raw): Raw {
  let data = props;
  while (data.__isSpecialProxy === true) data = data.__getSpecialProxyTarget as Raw;
  return data;
}

/** The properties that the SDK hands to a policy. */
export function readProperties(props: Raw): Values {
  return readValues(withoutProxy(props));
}

function readValue(raw: unknown): Value {
  if (typeof raw === "string") return isUnknownMark(raw) ? UNKNOWN : raw;
  if (Array.isArray(raw)) return raw.map(readValue);
  if (isSecret(raw)) return readValue(raw.value);
  return typeof raw === "object" && raw !== null ? readValues(raw as Raw) : (raw as Value);
}

/** The SDK is loaded for what is no plain object alone: the command reads plain ones, and loading takes longer than it. */
function isSecret(raw: unknown): raw is Secret {
  if (typeof raw !== "object" || raw === null || Object.getPrototypeOf(raw) === Object.prototype)
    return false;
  return raw instanceof (require("@pulumi/policy") as typeof import("@pulumi/policy")).Secret;
}

function readValues(raw: Raw): Values {
  return withoutNulls(Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, readValue(value)])));
}

/** Whether two trees of plain data are equal, NaN to itself. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame((one as Raw)[key], (other as Raw)[key]))
  );
}
