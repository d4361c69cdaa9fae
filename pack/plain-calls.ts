import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import type * as grpc from "@grpc/grpc-js";
import { rememberedOf } from "../stack/remembered";

/**
 * Has a server answer some methods on the HTTP/2 stream itself, which takes half of what grpc-js does around it: calls without compression and
 * without a deadline, as the engine makes them for every resource. Others stay with grpc-js, and so do all where it keeps its HTTP/2 servers elsewhere.
 * @param methods by their names in the service
 */
export function answerPlainCalls(
  server: grpc.Server,
  service: grpc.ServiceDefinition,
  handlers: grpc.UntypedServiceImplementation,
  methods: readonly string[],
): void {
  const byPath = new Map(
    methods.flatMap((name): [string, PlainMethod][] => {
      const [definition, handle] = [service[name], handlers[name]];
      return definition && handle ? [[definition.path, { definition, handle } as PlainMethod]] : [];
    }),
  );
  const { bindAsync } = server;
  server.bindAsync = (address, credentials, callback) =>
    bindAsync.call(server, address, credentials, (failure, port) => {
      for (const one of (server as unknown as Listening).http2Servers?.keys() ?? []) takeOver(one, byPath);
      callback(failure, port);
    });
}

interface PlainMethod {
  readonly definition: grpc.MethodDefinition<unknown, unknown>;
  readonly handle: (call: { readonly request: unknown }, callback: grpc.sendUnaryData<unknown>) => void;
}

/** What grpc-js keeps of the addresses that it listens at. */
interface Listening {
  readonly http2Servers?: ReadonlyMap<NodeJS.EventEmitter, unknown>;
}

function takeOver(http2Server: NodeJS.EventEmitter, byPath: ReadonlyMap<string, PlainMethod>): void {
  const others = http2Server.listeners("stream");
  http2Server.removeAllListeners("stream");
  http2Server.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, ...more: unknown[]) => {
    const method = isPlain(headers) ? byPath.get(String(headers[":path"])) : undefined;
    if (method !== undefined) answer(stream, method);
    else for (const one of others) one.call(http2Server, stream, headers, ...more);
  });
}

function isPlain(headers: IncomingHttpHeaders): boolean {
  const { "content-type": type = "", "grpc-encoding": encoding = "identity" } = headers;
  return type.startsWith("application/grpc") && encoding === "identity" && !("grpc-timeout" in headers);
}

/** Of gRPC: https://grpc.io/docs/guides/status-codes. */
const STATUS = { unknown: 2, unimplemented: 12, internal: 13 };

function answer(stream: ServerHttp2Stream, { definition, handle }: PlainMethod): void {
  const chunks: Buffer[] = [];
  const respond: grpc.sendUnaryData<unknown> = (failure, value) => {
    if (stream.destroyed || stream.closed) return;
    if (failure) sendStatus(stream, statusOf(failure));
    else sendMessage(stream, definition.responseSerialize(value));
  };
  // What goes wrong with a stream closes it as well; nobody is left who could be told.
  stream.on("error", () => undefined);
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("end", () => {
    const message = messageIn(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    if (message === undefined)
      return respond({ code: STATUS.unimplemented, details: "The call does not hold one message." });
    try {
      handle({ request: definition.requestDeserialize(message) }, respond);
    } catch (error) {
      respond({ code: STATUS.internal, details: String(error) });
    }
  });
}

const PREFIX = 5;

/** The message behind its prefix, of which the first byte tells that it is compressed, which it is not here, and four its length. */
function messageIn(bytes: Buffer): Buffer | undefined {
  const isOne = bytes.length >= PREFIX && bytes.readUInt32BE(1) === bytes.length - PREFIX;
  return isOne ? bytes.subarray(PREFIX) : undefined;
}

/** With the status 200 unless they say another. */
const HEADERS = { "content-type": "application/grpc+proto" };
/** Node.js asks for the first two and sets them. Nobody reads a date. */
const OPTIONS = { waitForTrailers: true, endStream: false, sendDate: false };
const TRAILERS = { "grpc-status": 0 };

/** A message behind its prefix: of most resources of a type the answer is the same one. */
const framed = rememberedOf((message: Buffer): Buffer => {
  const frame = Buffer.alloc(PREFIX + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, PREFIX);
  return frame;
});

function sendMessage(stream: ServerHttp2Stream, message: Buffer): void {
  stream.respond(HEADERS, OPTIONS);
  stream.on("wantTrailers", () => stream.sendTrailers(TRAILERS));
  stream.end(framed(message));
}

function sendStatus(stream: ServerHttp2Stream, { code, details }: Status): void {
  // Half a surrogate pair has no encoding.
  const text = encodeURI(Buffer.from(details).toString());
  stream.respond({ ...HEADERS, "grpc-status": code, "grpc-message": text }, { endStream: true });
}

interface Status {
  readonly code: number;
  readonly details: string;
}

function statusOf(failure: Partial<Status & Error>): Status {
  const { code = STATUS.unknown, message = "Unknown Error", details = message } = failure;
  return { code, details };
}
