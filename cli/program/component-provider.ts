import { credentials } from "@grpc/grpc-js";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CallRequest,
  type CallResponse,
  ConfigureRequest,
  ConstructRequest,
  type ConstructResponse,
  ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { RegisterResourceRequest, ResourceCallRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Deadline } from "../deadline";
import { call, noMessageLimit } from "../grpc";
import type { Properties } from "../properties";
import { type ServerProcess, startServer } from "../server";
import type { StackName } from "../stack-name";
import { toStruct } from "../struct";
import type { Config } from "./config";
import { folderOf, type PluginCommand } from "./plugins";
import type { Project } from "./project";

/** What a plugin is told of the run that it takes part in. */
export interface Run {
  stack: StackName;
  config: Config;
  project: Project;
  /** `127.0.0.1:<port>`, as plugins of every language take it. */
  engine: string;
  /** As `engine`. */
  monitor: string;
}

function tell<Request extends ConstructRequest | CallRequest>(request: Request, run: Run): Request {
  const { stack, config, monitor } = run;
  request
    .setOrganization(stack.organization)
    .setProject(stack.project)
    .setStack(stack.stack)
    .setConfigsecretkeysList([...config.secretKeys])
    .setDryrun(true)
    .setParallel(16)
    .setMonitorendpoint(monitor)
    .setAcceptsOutputValues(true);
  for (const [key, value] of config.values) request.getConfigMap().set(key, value);
  return request;
}

/** Field 29, an alias that says nothing: of what a component was called before, the oldest SDKs in range carry URNs alone, in another field. */
const ALIAS = new Uint8Array([0xea, 0x01, 0x00]);
const carriesNames = ConstructRequest.deserializeBinary(ALIAS).getAliasesList().length > 0;

const urnsAmong = (aliases: readonly Alias[]) => aliases.map((alias) => alias.getUrn()).filter(Boolean);

function constructRequest(request: RegisterResourceRequest): ConstructRequest {
  const message = new ConstructRequest()
    .setType(request.getType())
    .setName(request.getName())
    .setParent(request.getParent())
    .setInputs(request.getObject())
    .setDependenciesList(request.getDependenciesList())
    .setAdditionalsecretoutputsList(request.getAdditionalsecretoutputsList())
    .setDeletedwith(request.getDeletedwith())
    .setIgnorechangesList(request.getIgnorechangesList())
    .setReplaceonchangesList(request.getReplaceonchangesList());
  const protect = request.getProtect();
  if (protect !== undefined) message.setProtect(protect);
  const aliases = request.getAliasesList();
  message.setAliasesList(carriesNames ? aliases : (urnsAmong(aliases) as never));
  for (const [name, reference] of request.getProvidersMap().entries())
    message.getProvidersMap().set(name, reference);
  for (const [property, urns] of request.getPropertydependenciesMap().entries()) {
    const dependencies = new ConstructRequest.PropertyDependencies().setUrnsList(urns.getUrnsList());
    message.getInputdependenciesMap().set(property, dependencies);
  }
  return message;
}

/** The plugin of a package of components: a process that makes their resources in the run that it is told of. */
export class ComponentProvider {
  private constructor(
    private readonly client: ResourceProviderClient,
    private readonly server: ServerProcess,
    private readonly run: Run,
  ) {}

  /** @param inputs the provider's configuration */
  static async start(
    name: string,
    command: PluginCommand,
    inputs: Properties,
    run: Run,
    deadline: Deadline,
  ): Promise<ComponentProvider> {
    const server = await startServer(
      {
        file: command.file,
        args: [...command.args, run.engine],
        directory: run.project.directory,
        environment: { ...process.env, PULUMI_PROJECT: run.stack.project },
      },
      `${command.file}: the plugin of ${name}`,
      deadline,
    );
    const client = new ResourceProviderClient(server.address, credentials.createInsecure(), noMessageLimit);
    const handshake = new ProviderHandshakeRequest()
      .setEngineAddress(run.engine)
      .setRootDirectory(folderOf(command))
      .setProgramDirectory(folderOf(command));
    // Older plugins know no handshake, and configure themselves the same.
    await call<ProviderHandshakeRequest, unknown>(client.handshake.bind(client), handshake).catch(
      () => undefined,
    );
    const configuration = new ConfigureRequest()
      .setArgs(toStruct(inputs))
      .setAcceptsecrets(true)
      .setAcceptresources(true);
    await call<ConfigureRequest, unknown>(client.configure.bind(client), configuration);
    return new ComponentProvider(client, server, run);
  }

  construct(request: RegisterResourceRequest): Promise<ConstructResponse> {
    const { client } = this;
    return call<ConstructRequest, ConstructResponse>(
      client.construct.bind(client),
      tell(constructRequest(request), this.run),
    );
  }

  call(request: ResourceCallRequest): Promise<CallResponse> {
    const { client } = this;
    const message = new CallRequest().setTok(request.getTok()).setArgs(request.getArgs());
    for (const [argument, urns] of request.getArgdependenciesMap().entries()) {
      const dependencies = new CallRequest.ArgumentDependencies().setUrnsList(urns.getUrnsList());
      message.getArgdependenciesMap().set(argument, dependencies);
    }
    return call<CallRequest, CallResponse>(client.call.bind(client), tell(message, this.run));
  }

  stop(): void {
    this.client.close();
    this.server.process.end();
  }
}
