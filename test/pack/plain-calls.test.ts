import assert from "node:assert/strict";
import http2 from "node:http2";
import * as grpc from "@grpc/grpc-js";
import { answerPlainCalls } from "../../pack/plain-calls";

const bytes = (value: Buffer) => value;

const method = (name: string): grpc.MethodDefinition<Buffer, Buffer> => ({
  ...{ path: `/pack.Test/${name}`, requestStream: false, responseStream: false },
  requestSerialize: bytes,
  requestDeserialize(message) {
    if (message.equals(Buffer.from("broken"))) throw new Error("no message");
    return message;
  },
  responseSerialize: bytes,
  responseDeserialize: bytes,
});

const SERVICE = { plain: method("Plain"), other: method("Other") };

const FAILURES: Record<string, unknown> = {
  coded: { code: grpc.status.INVALID_ARGUMENT, details: "50 % – “größer”\nor not" },
  named: new Error("it failed"),
};

const OPTIONS = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

describe("calls that are answered on the stream itself", () => {
  let taken: string[];
  const servers: grpc.Server[] = [];
  const clients: grpc.Client[] = [];

  /** A client of a server that answers what it is sent, or fails as that says; with the path for plain calls, or grpc-js alone. */
  async function started(isShort: boolean, methods = ["plain", "absent"]): Promise<grpc.Client> {
    const server = new grpc.Server(OPTIONS);
    const handle: grpc.handleUnaryCall<Buffer, Buffer> = (call, callback) => {
      taken.push("metadata" in call ? "grpc-js" : "stream");
      const failure = FAILURES[String(call.request)];
      if (failure === undefined) setImmediate(() => callback(null, call.request));
      else callback(failure as grpc.ServiceError);
    };
    const handlers = { plain: handle, other: handle };
    if (isShort) answerPlainCalls(server, SERVICE, { plain: handle }, methods);
    server.addService(SERVICE, handlers);
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), OPTIONS);
    servers.push(server);
    clients.push(client);
    return client;
  }

  interface Asked {
    readonly path?: string;
    readonly options?: grpc.CallOptions;
  }

  const ask = (client: grpc.Client, message: Buffer | string, { path, options = {} }: Asked = {}) =>
    new Promise<string>((resolve) =>
      client.makeUnaryRequest(
        path ?? SERVICE.plain.path,
        bytes,
        bytes,
        Buffer.from(message),
        new grpc.Metadata(),
        options,
        (error, answer) => resolve(error ? `${error.code}: ${error.details}` : String(answer)),
      ),
    );

  const both = () => Promise.all([started(true), started(false)]);

  beforeEach(() => {
    taken = [];
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    for (const server of servers.splice(0)) server.forceShutdown();
  });

  for (const [what, message] of [
    ["a message", "hello"],
    ["an empty message", ""],
    ["a message of many frames", "long ".repeat(300_000)],
    ["a failure with a code", "coded"],
    ["an error", "named"],
  ] as const)
    it(`are answered as grpc-js answers them: ${what}`, async () => {
      const [short, long] = await both();
      assert.equal(await ask(short, message), await ask(long, message));
      assert.deepEqual(taken, ["stream", "grpc-js"]);
    });

  it("fail where the message cannot be read, and the next one is answered", async () => {
    const client = await started(true);
    assert.match(await ask(client, "broken"), /^13: /);
    assert.equal(await ask(client, "hello"), "hello");
  });

  it("are answered each with its own, however many come at once", async () => {
    const client = await started(true);
    const messages = Array.from({ length: 200 }, (_, i) => `message ${i}`);
    assert.deepEqual(await Promise.all(messages.map((message) => ask(client, message))), messages);
    assert.deepEqual([...new Set(taken)], ["stream"]);
  });

  it("leave to grpc-js what is another method, has a deadline or is compressed", async () => {
    const client = await started(true);
    const deadline = Date.now() + 600_000;
    assert.equal(await ask(client, "hello", { path: SERVICE.other.path }), "hello");
    assert.equal(await ask(client, "hello", { options: { deadline } }), "hello");
    const { port } = new URL(`http://${client.getChannel().getTarget().replace("dns:", "")}`);
    const compressing = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip,
    });
    clients.push(compressing);
    assert.equal(await ask(compressing, "hello"), "hello");
    assert.deepEqual(taken, ["grpc-js", "grpc-js", "grpc-js"]);
    assert.match(await ask(client, "hello", { path: "/pack.Test/Unknown" }), /^12: /);
  });

  it("leave to grpc-js what nobody answers", async () => {
    const client = await started(true, ["plain", "other"]);
    assert.equal(await ask(client, "hello", { path: SERVICE.other.path }), "hello");
    assert.deepEqual(taken, ["grpc-js"]);
  });

  it("may be given up before they are answered", async () => {
    const client = await started(true);
    const given = client.makeUnaryRequest(
      SERVICE.plain.path,
      bytes,
      bytes,
      Buffer.from("hello"),
      () => undefined,
    );
    given.cancel();
    assert.equal(await ask(client, "after"), "after");
  });

  it("may break off, and the next one is answered", async () => {
    const client = await started(true);
    const session = http2.connect(`http://127.0.0.1:${client.getChannel().getTarget().split(":").at(-1)}`);
    const stream = session.request({
      ...{ ":method": "POST", ":path": SERVICE.plain.path },
      "content-type": "application/grpc",
    });
    const closed = new Promise((resolve) => stream.once("close", resolve));
    stream.on("error", () => undefined);
    stream.write(Buffer.alloc(2));
    stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
    await closed;
    session.close();
    assert.equal(await ask(client, "after"), "after");
  });

  it("are all left to a server that keeps its HTTP/2 servers elsewhere", () => {
    const bound: unknown[] = [];
    const server = {
      bindAsync: (address: string, _: unknown, callback: (...answer: unknown[]) => void) =>
        callback(null, address),
    } as unknown as grpc.Server;
    answerPlainCalls(server, SERVICE, {}, ["plain"]);
    server.bindAsync("unix:pack", grpc.ServerCredentials.createInsecure(), (...answer) =>
      bound.push(...answer),
    );
    assert.deepEqual(bound, [null, "unix:pack"]);
  });

  it("hold one message", async () => {
    const client = await started(true);
    const stream = client.makeClientStreamRequest(SERVICE.plain.path, bytes, bytes, () => undefined);
    const ended = new Promise<grpc.StatusObject>((resolve) => stream.once("status", resolve));
    stream.write(Buffer.from("one"));
    stream.write(Buffer.from("two"));
    stream.end();
    assert.equal((await ended).code, grpc.status.UNIMPLEMENTED);
  });
});
