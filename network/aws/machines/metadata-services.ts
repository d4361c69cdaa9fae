import type { Resource } from "../../../stack/resource";
import { type Read, type Setting, settingAt, settingsOf, valueAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, field, integer, isObject, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Instance } from "../../machines/instance";
import type { MetadataService } from "../../machines/metadata-service";
import { valueIn } from "../../machines/places";
import { certainResource } from "../../references";
import { providerDefault, settingOf } from "../defaults/provider-default";
import { sharesPlace } from "../places";
import { INSTANCES } from "../types";
import type { Launches } from "./launches";
import { MACHINE_TYPES, option } from "./machine-types";

const ACCOUNT_DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";
const IMAGES = ["aws:ec2/ami:Ami", "aws:ec2/amiCopy:AmiCopy"];
const NOTEBOOK = "aws:sagemaker/notebookInstance:NotebookInstance";
const NOTEBOOK_VERSION = [
  "instanceMetadataServiceConfiguration",
  "minimumInstanceMetadataServiceVersion",
] as const;

/** https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html */
const BEANSTALK = [
  "aws:elasticbeanstalk/environment:Environment",
  "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate",
];
const disablesFirstVersion = option("aws:autoscaling:launchconfiguration", "DisableIMDSv1");

/** What one machine is launched from. */
type Template = Instance | typeof UNKNOWN | undefined;

interface Sources {
  readonly stack: Stack;
  readonly instances: readonly Instance[];
  readonly launches: Launches;
}

/** The metadata services of what a stack launches or describes, and of its notebooks. */
export function readMetadataServices(sources: Sources): MetadataService[] {
  const reader = new MetadataServices(sources);
  return [
    ...sources.instances.flatMap((instance) => reader.of(instance) ?? []),
    ...sources.stack.ofType(NOTEBOOK).map(ofNotebook),
    ...sources.stack.ofType(...BEANSTALK).map(ofBeanstalk),
  ];
}

/**
 * What AWS takes first comes first.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html#instance-metadata-options-order-of-precedence
 */
class MetadataServices {
  private readonly stack: Stack;
  private readonly launches: Launches;
  private readonly accountDefaults: readonly Resource[];
  /** The templates with machines in the stack, and whether all of these say for themselves whether they want tokens: one that is silent then needs to say nothing. */
  private overriding: Map<Resource, boolean> | undefined;

  constructor({ stack, launches }: Sources) {
    this.stack = stack;
    this.launches = launches;
    this.accountDefaults = stack.ofType(ACCOUNT_DEFAULTS);
  }

  private get overridden(): ReadonlyMap<Resource, boolean> {
    if (this.overriding !== undefined) return this.overriding;
    this.overriding = new Map();
    for (const { instance, template } of this.launches.all) {
      if (typeof template !== "object") continue;
      const isOwn = ownSetting(instance, "httpTokens", text) !== undefined;
      this.overriding.set(template.resource, isOwn && (this.overriding.get(template.resource) ?? true));
    }
    return this.overriding;
  }

  of(instance: Instance): MetadataService | undefined {
    const { resource, path } = instance;
    const row = MACHINE_TYPES[resource.type];
    // What launches from templates and describes nothing itself is judged by these.
    if (row?.metadata === undefined || (row.within !== undefined && path === "")) return undefined;
    const template = this.templateOf(instance);
    const own = ownSetting(instance, "httpTokens", text);
    if (own === undefined && this.overridden.get(resource) === true) return undefined;
    const byImage = this.imageSetting(instance, template);
    const ownPath = [...row.metadata, "httpTokens"];
    const ownEndpoint = ownSetting(instance, "httpEndpoint", text);
    const isOn = (ownEndpoint ?? this.inherited(template, instance, "httpEndpoint", text))?.value;
    return {
      resource,
      path,
      isOn: isOn === UNKNOWN ? UNKNOWN : isOn !== "disabled",
      isOnSaidApart: ownEndpoint === undefined,
      tokens: own ?? this.tokensBeside(template, instance, byImage),
      required: "required",
      ownTokens: row.metadata.length === 0 ? undefined : { path: ownPath, written: own?.written },
      neededEndpoint: sendsOptions(resource) === false ? [...row.metadata, "httpEndpoint"] : undefined,
      isReplacedForTokens: row.metadataReplaces === true,
      hopLimit:
        ownSetting(instance, "httpPutResponseHopLimit", integer) ??
        this.inherited(template, instance, "httpPutResponseHopLimit", integer),
    };
  }

  /** Whether tokens are wanted, where what launches or describes a machine does not say. */
  private tokensBeside(
    template: Template,
    instance: Instance,
    byImage: Setting<string> | undefined,
  ): Setting<string> | undefined {
    const { resource } = instance;
    const { metadata = [] } = MACHINE_TYPES[resource.type] ?? {};
    return (
      this.inherited(template, instance, "httpTokens", text) ??
      byImage ??
      settledSetting(instance) ??
      (metadata.length === 0
        ? withoutSay(resource)
        : providerDefault(resource, [...metadata, "httpTokens"], text))
    );
  }

  private inherited<T>(
    template: Template,
    instance: Instance,
    name: string,
    read: Read<T>,
  ): Setting<T> | undefined {
    return (
      this.templateSetting(template, instance, name, read) ??
      this.accountDefault(instance.resource, name, read)
    );
  }

  /** The template of one machine: those that launch several say nothing themselves. */
  private templateOf(instance: Instance): Template {
    if (!(INSTANCES as readonly string[]).includes(instance.resource.type)) return undefined;
    const [launch] = this.launches.of(instance);
    return launch?.template;
  }

  private templateSetting<T>(
    template: Template,
    { resource }: Instance,
    name: string,
    read: Read<T>,
  ): Setting<T> | undefined {
    if (template === undefined) return undefined;
    if (template !== UNKNOWN) return ownSetting(template, name, read);
    return { value: UNKNOWN, resource, path: ["launchTemplate"], written: UNKNOWN };
  }

  /** What the account prefers in the region of a machine; UNKNOWN where that cannot be known. */
  private accountDefault<T>(machine: Resource, name: string, read: Read<T>): Setting<T> | undefined {
    const near = this.accountDefaults.filter((one) => sharesPlace(one, machine) !== false);
    const [first, ...others] = near.flatMap((one) => preference(one, name, read) ?? []);
    if (first === undefined) return undefined;
    const isSure = near.every((one) => sharesPlace(one, machine) === true);
    return isSure && others.length === 0 ? first : { ...first, value: UNKNOWN };
  }

  /** An image of the stack that supports nothing but tokens. */
  private imageSetting(instance: Instance, template: Template): Setting<string> | undefined {
    for (const one of [instance, ...(template === undefined || template === UNKNOWN ? [] : [template])]) {
      const [property = ""] = MACHINE_TYPES[one.resource.type]?.image ?? [];
      const named = field(valueIn(one), property);
      if (named === undefined) continue;
      const top = one.path.split(/[.[]/)[0] || property;
      const [reference] = this.stack.references(one.resource, top, IMAGES, named);
      const image = certainResource(reference);
      const support = image && settingAt(image, ["imdsSupport"], text);
      if (support === undefined) return undefined;
      return support.value === UNKNOWN || support.value === "v2.0"
        ? { ...support, value: support.value === UNKNOWN ? UNKNOWN : "required" }
        : undefined;
    }
    return undefined;
  }
}

/**
 * What machines get whose descriptions cannot say, such as the launch specifications of a spot fleet.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html
 */
function withoutSay(resource: Resource): Setting<string> {
  return { value: "optional", resource, path: [], written: undefined };
}

function ofNotebook(resource: Resource): MetadataService {
  const tokens = settingOf(resource, NOTEBOOK_VERSION, text);
  return {
    resource,
    path: "",
    isOn: true,
    isOnSaidApart: false,
    tokens,
    required: "2",
    ownTokens: { path: NOTEBOOK_VERSION, written: tokens?.written },
    neededEndpoint: undefined,
    isReplacedForTokens: false,
    hopLimit: undefined,
  };
}

function ofBeanstalk(resource: Resource): MetadataService {
  const [own] = settingsOf(
    resource,
    disablesFirstVersion(resource.declared ?? resource.settled, []),
    lowerCase,
  );
  // A saved configuration may say it for an environment.
  const isNew = resource.getDeclared("templateName") === undefined ? isOfNewPlatform(resource) : undefined;
  const path = ["settings", "DisableIMDSv1"];
  const left = isNew === undefined ? undefined : { value: String(isNew), resource, path, written: undefined };
  return {
    resource,
    path: "",
    isOn: true,
    isOnSaidApart: false,
    tokens: own ?? left,
    required: "true",
    ownTokens: own,
    neededEndpoint: undefined,
    isReplacedForTokens: false,
    hopLimit: undefined,
  };
}

/** Whether a platform asks for tokens by itself; undefined for one that is not known. */
function isOfNewPlatform(resource: Resource): boolean | undefined {
  const named = ["solutionStackName", "platformArn"].map((name) => String(text(resource.getDeclared(name))));
  const platform = named.join(" ");
  if (/Amazon Linux 2023|Windows Server (Core )?202[2-9]/.test(platform)) return true;
  return /Amazon Linux (2[ /]|201\d)|Windows Server (Core )?201\d/.test(platform) ? false : undefined;
}

function lowerCase(value: Value): string | typeof UNKNOWN | undefined {
  const said = text(value);
  return typeof said === "string" ? said.trim().toLowerCase() : said;
}

/** What a machine or template says itself. */
function ownSetting<T>({ resource }: Instance, name: string, read: Read<T>): Setting<T> | undefined {
  const steps = MACHINE_TYPES[resource.type]?.metadata ?? [];
  if (steps.length === 0) return undefined;
  const said =
    withoutBlanks(settingAt(resource, [...steps, name], read)) ??
    (name === "httpEndpoint" ? turnedOn(resource, steps, read) : undefined);
  const isSent = name === "httpEndpoint" || sendsOptions(resource);
  if (isSent === false || said === undefined) return undefined;
  return isSent === true ? said : { ...said, value: UNKNOWN };
}

/**
 * What its provider says of the endpoint where the program leaves it out beside others.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/ec2_instance.go
 */
function turnedOn<T>(resource: Resource, steps: readonly string[], read: Read<T>): Setting<T> | undefined {
  const isSaid = isObject(valueAt(resource.declared ?? resource.settled, steps));
  const value = isSaid && MACHINE_TYPES[resource.type]?.metadataTurnsOn ? read("enabled") : undefined;
  return value && { value, resource, path: [...steps, "httpEndpoint"], written: undefined };
}

/**
 * Whether its provider sends what it says of the service, besides whether that is on.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/autoscaling/launch_configuration.go
 */
function sendsOptions({ type, declared }: Resource): Answer {
  const { metadata = [], metadataNeedsEndpoint = false } = MACHINE_TYPES[type] ?? {};
  if (!metadataNeedsEndpoint || declared === undefined) return true;
  const said = text(valueAt(declared, [...metadata, "httpEndpoint"]));
  return said === UNKNOWN ? UNKNOWN : said === "enabled";
}

/** What the cloud answered of a machine that is there already, where nothing in the stack says it. */
function settledSetting({ resource }: Instance): Setting<string> | undefined {
  const path = [...(MACHINE_TYPES[resource.type]?.metadata ?? []), "httpTokens"];
  const value = text(valueAt(resource.settled, path));
  return value === "required" && sendsOptions(resource) === true
    ? { value, resource, path, written: value }
    : undefined;
}

function preference<T>(one: Resource, name: string, read: Read<T>): Setting<T> | undefined {
  const setting = withoutBlanks(settingAt(one, [name], read));
  return setting?.written === "no-preference" || setting?.value === -1 ? undefined : setting;
}

/** The provider takes an empty text for nothing. */
function withoutBlanks<T>(setting: Setting<T> | undefined): Setting<T> | undefined {
  return setting?.written === "" ? undefined : setting;
}
