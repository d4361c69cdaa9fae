import type { Resource } from "../../../stack/resource";
import { inForce, type Read, readSwitch, type Setting, settingsAt, valueAt } from "../../../stack/setting";
import type { About, Reference, Stack } from "../../../stack/stack";
import { type Answer, elements, UNKNOWN, type Unknown, type Value } from "../../../stack/value";
import type { Bucket } from "../../data/bucket";
import { BUCKETS } from "../types";
import { PUBLIC_ACCESS_BLOCK, publicAccessOf } from "./public-access-blocks";

const VERSIONING = [
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
];
const ENCRYPTION = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
];
const REPLICATION = ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"];

type Steps = readonly string[];

/** Where a program configures one thing of a bucket: in a resource of its own, or in the bucket. */
interface Configuration {
  readonly types: readonly string[];
  readonly steps: Steps;
  readonly inline: readonly Steps[];
  readonly read: Read<boolean>;
}

const CONFIGURATIONS = {
  versioning: {
    types: VERSIONING,
    steps: ["versioningConfiguration", "status"],
    inline: [
      ["versioning", "enabled"],
      ["versionings", "enabled"],
      // Object Lock takes versioning along, and no way leads back.
      ["objectLockEnabled"],
      ["objectLockConfiguration", "objectLockEnabled"],
    ],
    read: readStatus,
  },
  encryption: {
    types: ENCRYPTION,
    steps: ["rules", "applyServerSideEncryptionByDefault", "sseAlgorithm"],
    inline: [
      ["serverSideEncryptionConfiguration", "rule", "applyServerSideEncryptionByDefault", "sseAlgorithm"],
      ["serverSideEncryptionConfigurations", "rules", "applyServerSideEncryptionByDefaults", "sseAlgorithm"],
    ],
    read: isAlgorithm,
  },
  replication: {
    types: REPLICATION,
    steps: ["rules", "status"],
    inline: [
      ["replicationConfiguration", "rules", "status"],
      ["replicationConfigurations", "rules", "status"],
    ],
    read: readStatus,
  },
} as const satisfies Record<string, Configuration>;

type Aspect = keyof typeof CONFIGURATIONS;
const ASPECTS = Object.keys(CONFIGURATIONS) as Aspect[];

/** What names a bucket: its id is its name. */
const HANDLES = ["id", "bucket", "arn"];

const NONE: About = { certain: [], possible: [] };

/** The buckets of a stack with what other resources say of them, and what is said of buckets outside it. */
export function readBuckets(stack: Stack): Bucket[] {
  const aboutOf = (types: readonly string[]) => stack.about(types, "bucket", BUCKETS, HANDLES);
  const abouts = ASPECTS.map((aspect) => [aspect, aboutOf(CONFIGURATIONS[aspect].types)] as const);
  const publicAccess = publicAccessOf(stack, aboutOf([PUBLIC_ACCESS_BLOCK]));
  const isReplica = replicasIn(stack);

  const buckets = stack.ofType(...BUCKETS).map((resource): Bucket => {
    const about = Object.fromEntries(abouts.map(([aspect, of]) => [aspect, of(resource)]));
    return {
      resource,
      isOutside: false,
      publicAccess: publicAccess(resource),
      ...aspectsOf(resource, about),
      isReplica: isReplica(resource),
    };
  });
  const outside = outsideBuckets(stack).map((resource): Bucket => {
    const about: About = { certain: [resource], possible: [] };
    const isAbout = ({ types }: Configuration) => types.includes(resource.type);
    const aspects = ASPECTS.filter((aspect) => isAbout(CONFIGURATIONS[aspect]));
    return {
      resource,
      isOutside: true,
      publicAccess: resource.type === PUBLIC_ACCESS_BLOCK ? publicAccess(resource, about) : [],
      ...aspectsOf(resource, Object.fromEntries(aspects.map((aspect) => [aspect, about]))),
      isReplica: false,
    };
  });
  return [...buckets, ...outside];
}

/** What configures buckets that lie outside the stack. */
function outsideBuckets(stack: Stack): Resource[] {
  const types = [PUBLIC_ACCESS_BLOCK, ...ASPECTS.flatMap((aspect) => CONFIGURATIONS[aspect].types)];
  return stack.ofType(...types).filter((resource) => {
    const references = stack.references(resource, "bucket", BUCKETS, resource.get("bucket"), HANDLES);
    return references.some(({ kind }) => kind === "outside");
  });
}

function aspectsOf(
  resource: Resource,
  about: Readonly<Record<string, About>>,
): Pick<Bucket, "versioning" | "encryption" | "replication"> {
  const aspect = (name: Aspect) => settingOf(resource, about[name] ?? NONE, CONFIGURATIONS[name]);
  return {
    versioning: aspect("versioning"),
    encryption: aspect("encryption"),
    replication: aspect("replication"),
  };
}

/** A resource of its own comes before what stands in the bucket; one that may be about the bucket casts doubt where it may say yes. */
function settingOf(
  bucket: Resource,
  { certain, possible }: About,
  { steps, inline, read }: Configuration,
): Setting | undefined {
  const within = (resource: Resource, path: Steps) => onIfAny(settingsAt(resource, path, read));
  const own = certain.map(
    (one) => within(one, steps) ?? { value: false, resource: one, path: steps, written: undefined },
  );
  const written = onIfAny(inline.flatMap((path) => settingsAt(bucket, path, read)));
  const doubtful = possible.flatMap((one) => within(one, steps) ?? []).find(({ value }) => value !== false);
  return inForce(
    onIfAny(own),
    written?.value === true ? written : undefined,
    doubtful && { ...doubtful, value: UNKNOWN },
    written,
  );
}

/** The setting that says yes, else one that may, else the first. */
function onIfAny(settings: readonly Setting[]): Setting | undefined {
  return (
    [true, UNKNOWN].flatMap((value) => settings.find((one) => one.value === value) ?? [])[0] ?? settings[0]
  );
}

/** Whether a status says that something is on: what is not Enabled, such as Suspended, is off. */
function readStatus(value: Value): Answer | undefined {
  return readSwitch(value) ?? (typeof value === "string" ? false : undefined);
}

function isAlgorithm(value: Value): boolean | Unknown {
  return value === UNKNOWN
    ? UNKNOWN
    : typeof value === "string" && /^(AES256|aws:(kms(:dsse)?|fsx))$/.test(value);
}

const DESTINATION = ["destination", "bucket"];
const DESTINATIONS = [
  ["rules", ...DESTINATION],
  ["replicationConfiguration", "rules", ...DESTINATION],
  ["replicationConfigurations", "rules", ...DESTINATION],
] as const;

/** Whether objects are replicated to a bucket. */
function replicasIn(stack: Stack): (bucket: Resource) => Answer {
  const references = [...stack.ofType(...REPLICATION), ...stack.ofType(...BUCKETS)].flatMap((resource) =>
    DESTINATIONS.flatMap(([property, ...steps]) => {
      const names = elements(valueAt(resource.getDeclared(property), steps)).map(nameIn);
      return names.length === 0 ? [] : stack.references(resource, property, BUCKETS, names, HANDLES);
    }),
  );
  const answers = new Map<Resource, Answer>();
  const isOpaque = references.some(({ kind }) => kind === "opaque" || kind === "computed");
  for (const reference of references.filter(isResource)) {
    const known = answers.get(reference.resource);
    answers.set(reference.resource, known === true || reference.certain || UNKNOWN);
  }
  return (bucket) => answers.get(bucket) ?? (isOpaque ? UNKNOWN : false);
}

function isResource(reference: Reference): reference is Extract<Reference, { kind: "resource" }> {
  return reference.kind === "resource";
}

/** The name in the ARN of a bucket. */
function nameIn(value: Value): Value {
  return typeof value === "string" ? value.replace(/^arn:[\w-]+:s3:::/, "") : value;
}
