import type { Resource } from "../../../stack/resource";
import { opened, type Path } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { isObject, type Value, type Values } from "../../../stack/value";
import type { WrittenText } from "../../identity/written-text";

/** What keeps secrets, or makes them, and where it does. */
const KEPT: Readonly<Record<string, readonly string[] | undefined>> = {
  "aws:iam/accessKey:AccessKey": ["id", "secret", "sesSmtpPasswordV4"],
  "aws:kms/ciphertext:Ciphertext": ["plaintext"],
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretString", "secretBinary"],
  "aws:ssm/parameter:Parameter": ["value"],
};

/** A field that AWS has for a secret, and does not show again. */
const FOR_SECRETS = /(password|token|privateKey|secret|credentials?)$/i;

export function readWrittenTexts(stack: Stack): WrittenText[] {
  const ours = stack.resources.filter(({ type }) => type.startsWith("aws:"));
  return ours.flatMap((resource) => {
    const kept = isPlainParameter(resource) ? [] : (KEPT[resource.type] ?? []);
    const inputs = Object.entries(resource.declared ?? resource.settled ?? {});
    return inputs
      .filter(([property]) => !kept.includes(property) && !FOR_SECRETS.test(property))
      .flatMap(([property, value]) => [...textsIn(resource, value, [property], property)]);
  });
}

function isPlainParameter(resource: Resource): boolean {
  return resource.type === "aws:ssm/parameter:Parameter" && resource.get("type") !== "SecureString";
}

function* textsIn(resource: Resource, value: Value, path: Path, name: string): Iterable<WrittenText> {
  const holder = opened(value);
  if (Array.isArray(holder)) {
    for (const [i, element] of holder.entries())
      yield* textsIn(resource, element as Value, [...path, i], name);
  } else if (isObject(holder)) {
    const named = nameOf(holder);
    for (const [key, inner] of Object.entries(holder)) {
      yield { resource, path, text: key, name: "" };
      yield* textsIn(resource, inner, [...path, key], key === "value" ? (named ?? key) : key);
    }
  } else if (typeof value === "string") yield { resource, path, text: value, name };
}

/** Of a pair of name and value, unless the value in turn only names where the value is kept. */
function nameOf({ name, type }: Values): string | undefined {
  const isPlain = typeof type !== "string" || type === "PLAINTEXT";
  return isPlain && typeof name === "string" ? name : undefined;
}
