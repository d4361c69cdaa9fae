import { execFile } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { type StandIn, standIn } from "./aws-stand-in/provider";
import { languageHost } from "./language-host";
import { TOKEN, vault } from "./vault";

export const repository = resolve(__dirname, "../..");

/**
 * A program: the folder that holds its `Pulumi.yaml`, JavaScript source, to which `aws` and `pulumi` are in scope, or the files of a program in
 * another form, by their names.
 */
export type Program =
  | { readonly folder: string }
  | { readonly source: string; readonly files?: Readonly<Record<string, string>> }
  | { readonly files: Readonly<Record<string, string>> };

export interface Finding {
  readonly policy: string;
  readonly level: string;
  readonly severity?: string;
  readonly urn: string;
  readonly message: string;
}

interface Remediation {
  readonly policy: string;
  readonly urn: string;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

/** Which policies the engine counts as having judged a resource, or the stack, and what they came to. */
interface Summary {
  readonly of: "resource" | "remediation" | "stack";
  /** "" of the stack. */
  readonly urn: string;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/** One run of the CLI, with what its engine reported while it ran. */
export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly findings: readonly Finding[];
  readonly remediations: readonly Remediation[];
  readonly summaries: readonly Summary[];
  /** The URNs that the engine planned to create or, at an update, created. */
  readonly created: readonly string[];
  /** What the engine printed about errors and warnings. */
  readonly diagnostics: readonly string[];
  /** The engine's events as it wrote them. */
  readonly log: string;
}

/** In an order that the timing of the engine does not change. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const key = ({ policy, urn, message }: Finding) => `${policy} ${urn} ${message}`;
  return findings.toSorted((a, b) => key(a).localeCompare(key(b)));
}

export interface Options {
  /** The folders of policy packs. */
  readonly packs?: readonly string[];
  /** What the file given as `--policy-pack-config` holds, for the only pack. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether program and packs are started as their users' would be. Else the process of `languageHost` runs them, for a third of the time. */
  readonly isStartedAnew?: boolean;
}

interface Setting {
  /** Packages whose providers are played beside those of the clouds. */
  readonly packages?: readonly string[];
}

/** The part of `pulumi stack export` that the tests read. */
export interface State {
  readonly deployment: {
    readonly resources?: readonly {
      readonly urn: string;
      readonly type: string;
      readonly inputs?: Readonly<Record<string, unknown>>;
      readonly outputs?: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** A stack of one program in a backend, a home and a folder of its own. Stands on the stand-in provider, never on AWS. */
export class Stack {
  private runs = 0;

  private constructor(
    readonly name: string,
    readonly folder: string,
    private readonly root: string,
    private readonly providers: StandIn,
    private readonly languageHost: number,
    private readonly vault: string,
  ) {}

  static async of(program: Program, { packages = [] }: Setting = {}): Promise<Stack> {
    const name = "dev";
    const root = mkdtempSync(join(tmpdir(), "network-guard-"));
    const folder = join(root, "program");
    for (const directory of ["program", "home", "backend"]) mkdirSync(join(root, directory));
    if ("folder" in program) {
      cpSync(program.folder, folder, {
        recursive: true,
        filter: (source) => basename(source) !== "node_modules",
      });
    } else {
      const written = "source" in program ? { "index.js": `${IMPORTS}\n${program.source}\n` } : {};
      for (const [name, text] of Object.entries({ ...PROJECT, ...written, ...program.files }))
        writeFileSync(join(folder, name), text);
    }
    symlinkSync(modulesOf("folder" in program ? program.folder : repository), join(folder, "node_modules"));
    init(root, name);
    return new Stack(name, folder, root, await standIn(packages), await languageHost(), await vault());
  }

  preview(options: Options = {}): Promise<Run> {
    return this.operate(["preview"], options);
  }

  up(options: Options = {}): Promise<Run> {
    return this.operate(["up", "--yes"], options);
  }

  /** Gives the stack itself a tag. */
  async tag(name: string, value: string): Promise<void> {
    await this.pulumi(["stack", "tag", "set", name, value, "--stack", this.name]);
  }

  /** A preview that prints JSON. */
  previewJson(flags: readonly string[] = [], options: Options = {}): Promise<Run> {
    return this.operate(["preview", "--json", ...flags], options);
  }

  upSkippingPreview(options: Options = {}): Promise<Run> {
    return this.operate(["up", "--yes", "--skip-preview"], options);
  }

  /** Reads what exists back from the cloud into the stack's state. */
  refresh(): Promise<Run> {
    return this.operate(["refresh", "--yes", "--skip-preview"], {});
  }

  destroy(): Promise<Run> {
    return this.operate(["destroy", "--yes", "--skip-preview"], {});
  }

  /** The findings on the state as it is. No provider and no program runs. */
  async analyze(options: Options): Promise<Run> {
    const run = await this.pulumi(
      ["policy", "analyze", "--stack", this.name, "--json", ...this.policies(options)],
      options,
    );
    return { ...run, ...reported(run.stdout) };
  }

  /** The findings on an exported state, by someone who cannot decrypt its secrets. */
  async analyzeFile(file: string, options: Options): Promise<Run> {
    const args = ["policy", "analyze", "--file", file, "--json", ...this.policies(options)];
    const env = { VAULT_SERVER_TOKEN: "someone else's" };
    const run = await this.pulumi(args, { ...options, env });
    return { ...run, ...reported(run.stdout) };
  }

  /** The stack's deployment, as `pulumi stack export` writes it. */
  async exportState(): Promise<State> {
    const { stdout } = await this.pulumi(["stack", "export", "--stack", this.name]);
    return JSON.parse(stdout);
  }

  /** The same as the backend keeps it. */
  state(): State {
    const stacks = join(this.root, "backend/.pulumi/stacks");
    const [project = ""] = readdirSync(stacks);
    const kept = JSON.parse(readFileSync(join(stacks, project, `${this.name}.json`), "utf8"));
    return { deployment: kept.checkpoint.latest };
  }

  /** The URNs of what exists: all but the stack itself and its providers. */
  resources(): string[] {
    const { deployment } = this.state();
    return (deployment.resources ?? [])
      .filter(({ type }) => !type.startsWith("pulumi:"))
      .map(({ urn }) => urn);
  }

  remove(): void {
    this.providers.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  private async operate(command: readonly string[], options: Options): Promise<Run> {
    const log = join(this.root, `events-${++this.runs}.json`);
    writeFileSync(log, "");
    const run = await this.pulumi(
      [...command, "--stack", this.name, "--event-log", log, ...this.policies(options)],
      options,
    );
    return { ...run, ...reported(readFileSync(log, "utf8")) };
  }

  private policies({ packs = [], config }: Options): string[] {
    const flags = packs.flatMap((pack) => ["--policy-pack", pack]);
    if (config === undefined) return flags;
    const file = join(this.root, "policy-config.json");
    writeFileSync(file, JSON.stringify(config));
    return [...flags, "--policy-pack-config", file];
  }

  private pulumi(
    args: readonly string[],
    { env, isStartedAnew = false }: Options = {},
  ): Promise<Pick<Run, "exitCode" | "stdout" | "stderr">> {
    return new Promise((done) => {
      const child = execFile(
        "pulumi",
        [...args, "--cwd", this.folder, "--non-interactive", "--color", "never"],
        { env: { ...process.env, ...this.environment(isStartedAnew), ...env }, maxBuffer: 2 ** 28 },
        (_, stdout, stderr) => done({ exitCode: child.exitCode ?? -1, stdout, stderr }),
      );
    });
  }

  private environment(isStartedAnew: boolean): Record<string, string> {
    return {
      ...(!isStartedAnew && { PULUMI_DEBUG_LANGUAGES: `nodejs:${this.languageHost}` }),
      PULUMI_DEBUG_PROVIDERS: this.providers.addresses,
      PULUMI_HOME: join(this.root, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.root, "backend")}`,
      VAULT_SERVER_URL: this.vault,
      VAULT_SERVER_TOKEN: TOKEN,
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // A run is short, and its memory is soon free.
      GOGC: "off",
      NODE_OPTIONS: [process.env.NODE_OPTIONS, ...PRELOADED.map((file) => `--require=${file}`)].join(" "),
    };
  }
}

/** What `pulumi stack init` writes, of a stack whose key a vault keeps. */
function init(root: string, name: string): void {
  const { name: project } = parse(readFileSync(join(root, "program/Pulumi.yaml"), "utf8")) as {
    name: string;
  };
  const backend = join(root, "backend/.pulumi");
  const stacks = join(backend, "stacks", project);
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(backend, "meta.yaml"), "version: 1");
  const stack = `organization/${project}/${name}`;
  const latest = { secrets_providers: { type: "cloud", state: KEPT_KEY } };
  writeFileSync(join(stacks, `${name}.json`), JSON.stringify({ version: 3, checkpoint: { stack, latest } }));
  appendFileSync(
    join(root, `program/Pulumi.${name}.yaml`),
    `secretsprovider: ${KEPT_KEY.url}\nencryptedkey: ${KEPT_KEY.encryptedkey}\n`,
  );
}

const PRELOADED = [join(repository, "pack/late-modules.ts"), join(__dirname, "quick-program.cjs")];

const KEPT_KEY = { url: "hashivault://stacks", encryptedkey: Buffer.from("vault:v1:key").toString("base64") };

/** The modules that a program resolves: its own, or those of the nearest folder around it. */
export function modulesOf(folder: string): string {
  const modules = join(folder, "node_modules");
  return existsSync(modules) || dirname(folder) === folder ? modules : modulesOf(dirname(folder));
}

/** A suite that needs the CLI. Without it, its tests are reported as skipped, and why. */
export function describeWithPulumi(title: string, body: () => void): void {
  describe(title, function () {
    this.timeout(600_000);
    before(function () {
      if (isInstalled()) return;
      console.log(`    "${title}" is skipped: pulumi is not on PATH.`);
      this.skip();
    });
    body();
  });
}

const isInstalled = () =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "pulumi")));

const PROJECT = {
  "Pulumi.yaml": "name: program\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
  "package.json": JSON.stringify({ main: "index.js" }),
};

const IMPORTS = `const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");`;

/** What the engine's events say. They come one JSON object a line. */
function reported(
  log: string,
): Pick<Run, "findings" | "remediations" | "summaries" | "created" | "diagnostics" | "log"> {
  const events = log
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Event);
  return {
    log,
    summaries: events.flatMap((event) =>
      SUMMARIES.flatMap(([name, of]) => {
        const { resourceUrn: urn = "", passed = [], failed = [] } = event[name] ?? {};
        return event[name] === undefined ? [] : { of, urn, passed, failed };
      }),
    ),
    findings: events.flatMap(({ policyEvent: event }) =>
      event === undefined
        ? []
        : {
            policy: event.policyName,
            level: event.enforcementLevel,
            ...(event.severity === undefined ? {} : { severity: event.severity }),
            urn: event.resourceUrn ?? "",
            message: event.message.trimEnd(),
          },
    ),
    remediations: events.flatMap(({ policyRemediationEvent: event }) =>
      event === undefined
        ? []
        : {
            policy: event.policyName,
            urn: event.resourceUrn ?? "",
            before: event.before ?? {},
            after: event.after ?? {},
          },
    ),
    created: unique(
      events.flatMap(({ resOutputsEvent: event }) =>
        event?.metadata.op === "create" && !event.metadata.type.startsWith("pulumi:")
          ? event.metadata.urn
          : [],
      ),
    ),
    diagnostics: events.flatMap(({ diagnosticEvent: event }) =>
      event === undefined || event.severity === "debug" ? [] : event.message,
    ),
  };
}

const SUMMARIES = [
  ["policyAnalyzeSummaryEvent", "resource"],
  ["policyRemediateSummaryEvent", "remediation"],
  ["policyAnalyzeStackSummaryEvent", "stack"],
] as const;

type SummaryEvents = {
  readonly [Name in (typeof SUMMARIES)[number][0]]?: Partial<Summary> & { readonly resourceUrn?: string };
};

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

interface Event extends SummaryEvents {
  readonly policyEvent?: {
    readonly policyName: string;
    readonly enforcementLevel: string;
    readonly severity?: string;
    readonly resourceUrn?: string;
    readonly message: string;
  };
  readonly policyRemediationEvent?: {
    readonly policyName: string;
    readonly resourceUrn?: string;
    readonly before?: Record<string, unknown>;
    readonly after?: Record<string, unknown>;
  };
  readonly resOutputsEvent?: {
    readonly metadata: { readonly op: string; readonly urn: string; readonly type: string };
  };
  readonly diagnosticEvent?: { readonly message: string; readonly severity: string };
}
