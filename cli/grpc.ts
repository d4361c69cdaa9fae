import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { CannotRun, messageOf } from "./cannot-run";

/** A stack's resources travel in one message, beyond gRPC's default of 4 MB. */
export const noMessageLimit = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
};

/** For clients: what serves on this machine never stands behind a proxy of the environment. */
export const loopback = { ...noMessageLimit, "grpc.enable_http_proxy": 0 };

/** Serves an asynchronous function as a unary call; what it throws reaches the caller as the call's error. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return async ({ request }, callback) => {
    try {
      callback(null, await answer(request));
    } catch (error) {
      callback({ code: grpc.status.UNKNOWN, details: messageOf(error) });
    }
  };
}

const anyPort = "127.0.0.1:0";

/** In bytes: the longest path of a socket, on macOS: https://man.freebsd.org/cgi/man.cgi?unix(4). */
const longestSocket = 103;

let sockets: string | undefined;

/** A folder that no other user may enter; it goes when this process ends. */
function folderOfSockets(): string {
  if (sockets === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    sockets = folder;
  }
  return sockets;
}

/** A socket; a port where there can be none: on Windows, and where temporary files cannot be written or lie too deep. */
function privateAddress(): string {
  if (process.platform === "win32") return anyPort;
  try {
    const socket = join(folderOfSockets(), randomUUID().slice(0, 8));
    return Buffer.byteLength(socket) > longestSocket ? anyPort : `unix:${socket}`;
  } catch {
    return anyPort;
  }
}

/**
 * Starts the server where only this user can reach it.
 * @returns its address, as gRPC takes it: `unix:<path>`, or `127.0.0.1:<port>` where there is no such socket
 * @throws CannotRun when there is no place to listen
 */
export function listen(server: grpc.Server): Promise<string> {
  return listenAt(server, privateAddress());
}

/**
 * Starts the server on a free port of the loopback interface, since gRPC takes no socket in every language of plugins.
 * @returns `127.0.0.1:<port>`
 */
export function listenOnPort(server: grpc.Server): Promise<string> {
  return listenAt(server, anyPort);
}

function listenAt(server: grpc.Server, address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(new CannotRun(`cannot listen on ${address}: ${error.message}`));
      else resolve(address === anyPort ? `127.0.0.1:${port}` : address);
    });
  });
}

/** A unary call of a generated client as a promise. */
export function call<Request, Response>(
  method: (
    request: Request,
    callback: (error: grpc.ServiceError | null, response: Response) => void,
  ) => unknown,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    method(request, (error, response) => (error ? reject(error) : resolve(response)));
  });
}
