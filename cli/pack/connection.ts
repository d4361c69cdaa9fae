import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { CannotRun } from "../cannot-run";
import type { Deadline, Standing } from "../deadline";
import { call, loopback } from "../grpc";
import type { ServerProcess } from "../server";
import { startPack } from "./process";

export type Method<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** How many open questions a sentence tells of: a pack that hangs leaves all that come after open as well. */
const mostShown = 3;

/** A running policy pack, and the way to ask it. */
export class Connection {
  readonly client: AnalyzerClient;
  /** Rejects when the pack has left a question unanswered. */
  readonly failed: Promise<never>;
  /** In the order they were asked. */
  readonly #open = new Set<{ doing: string }>();
  #fail: (error: unknown) => void = () => {};
  readonly #refusal = (details: string) => `${this.who} failed\n${details}`;

  private constructor(
    private readonly who: string,
    private readonly server: ServerProcess,
    private readonly deadline: Deadline,
  ) {
    this.client = new AnalyzerClient(server.address, credentials.createInsecure(), loopback);
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Who asked is told as well.
    this.failed.catch(() => undefined);
  }

  /**
   * @param engine its address, as gRPC takes it
   * @param variables what the pack's own `pulumi.getStack()` and the like read
   * @throws CannotRun when the pack does not start
   */
  static async open(
    directory: string,
    engine: string,
    variables: Record<string, string>,
    deadline: Deadline,
  ): Promise<Connection> {
    return Connection.to(await startPack(directory, engine, variables, deadline), directory, deadline);
  }

  /** @param directory of the pack that the process serves */
  static to(server: ServerProcess, directory: string, deadline: Deadline): Connection {
    return new Connection(`${directory}: the policy pack`, server, deadline);
  }

  close(): void {
    this.client.close();
    this.server.process.end();
  }

  /**
   * @param doing as in `it was judging the stack`
   * @param refusal words what the pack answers in place of an answer
   * @throws CannotRun when the pack fails, ends, or does not answer in time
   */
  async ask<Request, Response>(
    method: Method<Request, Response>,
    message: Request,
    doing: string,
    refusal = this.#refusal,
  ): Promise<Response> {
    try {
      return await this.#call(method, message, doing);
    } catch (error) {
      const failure = await this.#failure(error as ServiceError, doing, refusal);
      this.#fail(failure);
      throw failure;
    }
  }

  /** A pack on an SDK that lacks the method does without what it would have been told. */
  async tell<Request, Response>(
    method: Method<Request, Response>,
    message: Request,
    doing: string,
  ): Promise<void> {
    try {
      await this.#call(method, message, doing);
    } catch (error) {
      if ((error as ServiceError).code === status.UNIMPLEMENTED) return;
      throw await this.#failure(error as ServiceError, doing, this.#refusal);
    }
  }

  async #call<Request, Response>(
    method: Method<Request, Response>,
    message: Request,
    doing: string,
  ): Promise<Response> {
    const question = { doing };
    this.#open.add(question);
    try {
      const answer = call(method.bind(this.client), message);
      return await this.deadline.waitFor(this.who, answer, (time) => this.#standing(time));
    } finally {
      this.#open.delete(question);
    }
  }

  #standing(time: string): Standing {
    const open = [...this.#open].map(({ doing }) => doing);
    const shown = open.slice(0, mostShown);
    const more = open.length > shown.length ? [`${open.length - shown.length} more`] : [];
    return {
      sentence: `${this.who} has not answered for ${time}: it was ${[...shown, ...more].join(", ")}`,
      output: this.server.errors(),
    };
  }

  async #failure(
    { code, details }: ServiceError,
    doing: string,
    refusal: (details: string) => string,
  ): Promise<CannotRun> {
    if (code !== status.UNAVAILABLE) return new CannotRun(refusal(details));
    const exit = await this.deadline.waitFor(this.who, this.server.process.closed, () => ({
      sentence: `${this.who} does not answer any more`,
      output: this.server.errors(),
    }));
    const how = exit.signal ? `by ${exit.signal}` : `with exit code ${exit.code}`;
    return new CannotRun(`${this.who} ended ${how} while ${doing}\n${this.server.errors()}`.trimEnd());
  }
}
