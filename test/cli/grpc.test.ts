import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { logVerbosity, Server, setLogVerbosity } from "@grpc/grpc-js";
import { CannotRun } from "../../cli/cannot-run";
import { listen, listenOnPort } from "../../cli/grpc";

describe("where a server listens", () => {
  const servers: Server[] = [];
  const started = () => {
    const server = new Server();
    servers.push(server);
    return server;
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.forceShutdown();
  });

  const pathOf = (address: string) => address.slice("unix:".length);

  (process.platform === "win32" ? it.skip : it)(
    "is a socket of its own in a folder of this user",
    async () => {
      const [one, other] = [pathOf(await listen(started())), pathOf(await listen(started()))];
      assert.ok(existsSync(one) && one !== other, `${one} and ${other}`);
      assert.equal(dirname(one), dirname(other));
      assert.equal(statSync(dirname(one)).mode & 0o077, 0);
    },
  );

  it("is a port of the loopback interface where a plugin takes no socket", async () => {
    assert.match(await listenOnPort(started()), /^127\.0\.0\.1:[1-9]\d*$/);
  });

  (process.platform === "win32" ? it.skip : it)(
    "is nowhere where the folder is gone, and that is told",
    async () => {
      const folder = dirname(pathOf(await listen(started())));
      rmSync(folder, { recursive: true });
      setLogVerbosity(logVerbosity.NONE);
      try {
        await assert.rejects(listen(started()), (error) => {
          assert.ok(error instanceof CannotRun);
          assert.match(error.message, /^cannot listen on unix:/);
          return true;
        });
      } finally {
        setLogVerbosity(logVerbosity.ERROR);
        mkdirSync(folder, { mode: 0o700 });
      }
    },
  );
});
