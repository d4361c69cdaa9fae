import type { Resource } from "../../stack/resource";
import { inForce, type Read, readSwitch, type Setting, settingsAt, valueAt } from "../../stack/setting";
import type { About, Reference, Stack } from "../../stack/stack";
import { type Answer, elements, UNKNOWN, type Value } from "../../stack/value";
import { type AccessPointType, readAccessPoints } from "./access-points";
import type { Bucket, PublicAccessSwitch } from "./bucket";

type Steps = readonly string[];

/** Where a program configures one thing of a bucket: in a resource of its own, or in the bucket. */
interface Configuration {
  readonly types: readonly string[];
  readonly steps: Steps;
  readonly inline: readonly Steps[];
  readonly read: Read<boolean>;
}

const ASPECTS = ["versioning", "encryption", "replication"] as const;
type Aspect = (typeof ASPECTS)[number];

/** What a bucket's own block and its account's say of each switch. */
export type PublicAccessOf = (bucket: Resource, about?: About) => PublicAccessSwitch[];

/** How a cloud words its buckets, and what configures them by their `bucket`. */
export interface BucketKind {
  readonly types: readonly string[];
  /** What names a bucket: outputs that other resources may hold. */
  readonly handles: readonly string[];
  readonly configurations: Readonly<Record<Aspect, Configuration>>;
  /** The type of a bucket's own block of public access. */
  readonly block: string;
  readonly publicAccessOf: (stack: Stack, aboutOf: (bucket: Resource) => About) => PublicAccessOf;
  /** By their types. */
  readonly accessPoints: Readonly<Record<string, AccessPointType>>;
  /** Where buckets that objects are replicated to are named: a property, and the steps inside it. */
  readonly destinations: readonly (readonly [property: string, ...steps: string[]])[];
  /** The name of a bucket in the text that stands there. */
  readonly nameIn: (value: Value) => Value;
}

const NONE: About = { certain: [], possible: [] };

/** The buckets of a stack with what other resources say of them, and what is said of buckets outside it. */
export function readBuckets(stack: Stack, kind: BucketKind): Bucket[] {
  const { block, configurations } = kind;
  const aboutOf = (types: readonly string[]) => stack.about(types, "bucket", kind.types, kind.handles);
  const abouts = ASPECTS.map((aspect) => [aspect, aboutOf(configurations[aspect].types)] as const);
  const publicAccess = kind.publicAccessOf(stack, aboutOf([block]));
  const isReplica = replicasIn(stack, kind);

  const buckets = stack.ofType(...kind.types).map((resource): Bucket => {
    const about = Object.fromEntries(abouts.map(([aspect, of]) => [aspect, of(resource)]));
    return {
      resource,
      isOutside: false,
      publicAccess: publicAccess(resource),
      ...aspectsOf(resource, about, configurations),
      isReplica: isReplica(resource),
    };
  });
  const outside = outsideBuckets(stack, kind).map((resource): Bucket => {
    const about: About = { certain: [resource], possible: [] };
    const isAbout = ({ types }: Configuration) => types.includes(resource.type);
    const aspects = ASPECTS.filter((aspect) => isAbout(configurations[aspect]));
    return {
      resource,
      isOutside: true,
      publicAccess: resource.type === block ? publicAccess(resource, about) : [],
      ...aspectsOf(resource, Object.fromEntries(aspects.map((aspect) => [aspect, about])), configurations),
      isReplica: false,
    };
  });
  return [...buckets, ...outside, ...readAccessPoints(stack, kind, publicAccess)];
}

/** What configures buckets that lie outside the stack. */
function outsideBuckets(
  stack: Stack,
  { block, configurations, types: buckets, handles }: BucketKind,
): Resource[] {
  const types = [block, ...ASPECTS.flatMap((aspect) => configurations[aspect].types)];
  return stack.ofType(...types).filter((resource) => {
    const references = stack.references(resource, "bucket", buckets, resource.get("bucket"), handles);
    return references.some(({ kind }) => kind === "outside");
  });
}

function aspectsOf(
  resource: Resource,
  about: Readonly<Record<string, About>>,
  configurations: BucketKind["configurations"],
): Pick<Bucket, "versioning" | "encryption" | "replication"> {
  const aspect = (name: Aspect) => settingOf(resource, about[name] ?? NONE, configurations[name]);
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

/** Whether objects are replicated to a bucket. */
function replicasIn(
  stack: Stack,
  { types, handles, configurations, destinations, nameIn }: BucketKind,
): (bucket: Resource) => Answer {
  const references = stack.ofType(...configurations.replication.types, ...types).flatMap((resource) =>
    destinations.flatMap(([property, ...steps]) => {
      const names = elements(valueAt(resource.getDeclared(property), steps)).map(nameIn);
      return names.length === 0 ? [] : stack.references(resource, property, types, names, handles);
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

/** Whether a status says that something is on: what is not Enabled, such as Suspended, is off. */
export function readStatus(value: Value): Answer | undefined {
  return readSwitch(value) ?? (typeof value === "string" ? false : undefined);
}
