import type { Resource } from "../../../stack/resource";
import { opened, type Path } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { isObject, type Value, type Values } from "../../../stack/value";
import type { WrittenText } from "../../identity/written-text";

/** What keeps secrets, makes them or names where they are kept, and the properties that do, at whatever depth. */
const KEPT: Readonly<Record<string, readonly string[] | undefined>> = {
  "aws:alb/listener:Listener": ["clientSecret"],
  "aws:alb/listenerRule:ListenerRule": ["clientSecret"],
  "aws:apigateway/apiKey:ApiKey": ["value"],
  "aws:appflow/connectorProfile:ConnectorProfile": ["connectorProfileCredentials"],
  "aws:apprunner/service:Service": ["runtimeEnvironmentSecrets"],
  "aws:bedrock/agentcoreOauth2CredentialProvider:AgentcoreOauth2CredentialProvider": ["oauth2ProviderConfig"],
  "aws:cognito/identityProvider:IdentityProvider": ["providerDetails"],
  "aws:iam/accessKey:AccessKey": ["id", "secret", "sesSmtpPasswordV4"],
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": ["accessKey", "hecToken", "privateKey"],
  "aws:kms/ciphertext:Ciphertext": ["plaintext"],
  "aws:lb/listener:Listener": ["clientSecret"],
  "aws:lb/listenerRule:ListenerRule": ["clientSecret"],
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretString", "secretBinary"],
  "aws:ssm/parameter:Parameter": ["value"],
};

/** A field that AWS has for a secret, and does not show again. */
const FOR_SECRETS = /(password|token|privateKey|secret|credentials?)$/i;
/** A field that the provider writes and keeps in no state. */
const WRITE_ONLY = /[a-z]Wo$/;

export function readWrittenTexts(stack: Stack): WrittenText[] {
  const ours = stack.resources.filter(({ type }) => type.startsWith("aws:"));
  return ours.flatMap((resource) => {
    const kept = keptBy(resource);
    const inputs = Object.entries(resource.declared ?? resource.settled ?? {});
    return inputs
      .filter(([property]) => !FOR_SECRETS.test(property) && !WRITE_ONLY.test(property))
      .flatMap(([property, value]) => [...textsIn(resource, value, [property], property)])
      .filter(({ path }) => path[0] === "tags" || !path.some((step) => kept.includes(String(step))));
  });
}

function keptBy(resource: Resource): readonly string[] {
  const isPlainParameter =
    resource.type === "aws:ssm/parameter:Parameter" && resource.get("type") !== "SecureString";
  return isPlainParameter ? [] : (KEPT[resource.type] ?? []);
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
