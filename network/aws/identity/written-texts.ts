import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { UNKNOWN } from "../../../stack/value";
import type { WrittenText } from "../../identity/written-text";
import { writtenTextsIn } from "../../identity/written-texts";
import { canonicalType } from "../names/naming";

const PARAMETER = "aws:ssm/parameter:Parameter";

/** What keeps secrets, makes them or names where they are kept, and the properties that do, at whatever depth. */
const KEPT: Readonly<Record<string, readonly string[] | undefined>> = {
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
  [PARAMETER]: ["value"],
};

export function readWrittenTexts(stack: Stack): WrittenText[] {
  return writtenTextsIn(
    stack.resources.filter(({ type }) => type.startsWith("aws:")),
    keptBy,
  );
}

function keptBy(resource: Resource): readonly string[] {
  return isPlainParameter(resource) ? [] : (KEPT[canonicalType(resource.type)] ?? []);
}

/** Whether it is a parameter for certain that anyone reads who reads its resource. */
function isPlainParameter(resource: Resource): boolean {
  if (resource.type !== PARAMETER) return false;
  const type = resource.get("type");
  return type !== "SecureString" && type !== UNKNOWN;
}
