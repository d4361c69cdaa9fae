import { Server, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { listen, listenOnPort, noMessageLimit, unary } from "./grpc";

/** The part of the engine that both programs and packs log to. */
export class Engine {
  /** Messages at error level, in the order they came. */
  readonly errors: string[] = [];
  /** Settles at the first of them. */
  readonly failed: Promise<void>;
  #root = "";
  readonly #server = new Server(noMessageLimit);

  constructor() {
    let fail = () => {};
    this.failed = new Promise((resolve) => {
      fail = resolve;
    });
    const service: UntypedServiceImplementation = {
      log: unary((request: LogRequest) => {
        if (request.getSeverity() === LogSeverity.ERROR) {
          this.errors.push(request.getMessage());
          fail();
        }
        return new Empty();
      }),
      getRootResource: unary(() => new GetRootResourceResponse().setUrn(this.#root)),
      setRootResource: unary((request: SetRootResourceRequest) => {
        this.#root = request.getUrn();
        return new SetRootResourceResponse();
      }),
      startDebugging: unary(() => new Empty()),
      requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
    };
    this.#server.addService(EngineService, service);
  }

  listen(): Promise<string> {
    return listen(this.#server);
  }

  listenForPlugins(): Promise<string> {
    return listenOnPort(this.#server);
  }

  close(): void {
    this.#server.forceShutdown();
  }
}
