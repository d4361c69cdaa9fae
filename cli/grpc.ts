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

/** Starts the server on a free port of the loopback interface and returns its address, `127.0.0.1:<port>`. */
export function listen(server: grpc.Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(new CannotRun(`cannot listen on 127.0.0.1: ${error.message}`));
      else resolve(`127.0.0.1:${port}`);
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
