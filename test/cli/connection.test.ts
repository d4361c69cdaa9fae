import assert from "node:assert/strict";
import { type ServiceError, status } from "@grpc/grpc-js";
import { Deadline } from "../../cli/deadline";
import { Connection, type Method } from "../../cli/pack/connection";

type Answer = { failure?: Partial<ServiceError>; value?: string };

const DIRECTORY = "/infra/pack";

describe("a connection to a pack", () => {
  const deadlines: Deadline[] = [];
  const connections: Connection[] = [];
  afterEach(() => {
    for (const deadline of deadlines.splice(0)) deadline.end();
    for (const connection of connections.splice(0)) connection.close();
  });

  /** @param exit how the pack's process ended; never, if absent */
  function opened(exit?: { code: number | null; signal: NodeJS.Signals | null }, seconds = 600) {
    const deadline = new Deadline(seconds);
    deadline.expired.catch(() => undefined);
    deadlines.push(deadline);
    let ends = 0;
    const process = {
      closed: exit ? Promise.resolve(exit) : new Promise<never>(() => undefined),
      end: () => {
        ends++;
      },
    };
    const server = { address: "127.0.0.1:1", process, errors: () => "what it wrote\n" };
    const connection = Connection.to(server, DIRECTORY, deadline);
    connections.push(connection);
    return { connection, deadline, ends: () => ends };
  }

  const method = ({ failure, value = "" }: Answer): Method<string, string> =>
    function answer(this: unknown, request, callback) {
      assert.ok(connections.some(({ client }) => client === this));
      callback((failure as ServiceError) ?? null, `${request}: ${value}`);
    };
  const silent: Method<string, string> = () => undefined;

  const refused = { code: status.UNKNOWN, details: "there is no such policy" };
  const gone = { code: status.UNAVAILABLE, details: "read ECONNRESET" };

  it("answers what the pack does", async () => {
    const { connection } = opened();
    assert.equal(await connection.ask(method({ value: "yes" }), "port", "judging"), "port: yes");
    assert.equal(await connection.tell(method({ value: "yes" }), "port", "judging"), undefined);
  });

  const failures: [string, Answer, Parameters<typeof opened>[0], string][] = [
    [
      "refuses",
      { failure: refused },
      undefined,
      `${DIRECTORY}: the policy pack failed\nthere is no such policy`,
    ],
    [
      "ends with a code",
      { failure: gone },
      { code: 3, signal: null },
      `${DIRECTORY}: the policy pack ended with exit code 3 while judging\nwhat it wrote`,
    ],
    [
      "is ended",
      { failure: gone },
      { code: null, signal: "SIGKILL" },
      `${DIRECTORY}: the policy pack ended by SIGKILL while judging\nwhat it wrote`,
    ],
  ];
  for (const [what, answer, exit, message] of failures)
    it(`says why there is no answer, to whoever asks and whoever waits: the pack ${what}`, async () => {
      const { connection } = opened(exit);
      await assert.rejects(connection.ask(method(answer), "port", "judging"), { name: "CannotRun", message });
      await assert.rejects(connection.failed, { message });
      await assert.rejects(connection.tell(method(answer), "port", "judging"), { message });
    });

  it("words a refusal as it is asked to", async () => {
    const { connection } = opened();
    const asked = connection.ask(method({ failure: refused }), "", "", (details) => `pack.json: ${details}`);
    await assert.rejects(asked, { message: "pack.json: there is no such policy" });
  });

  it("takes it that an older pack is not told everything", async () => {
    const { connection } = opened();
    const unimplemented = method({ failure: { code: status.UNIMPLEMENTED, details: "no" } });
    assert.equal(await connection.tell(unimplemented, "", "starting"), undefined);
    await assert.rejects(connection.ask(unimplemented, "", "starting"), { message: /failed\nno$/ });
  });

  const waits: [number, string][] = [
    [1, "question 0"],
    [3, "question 0, question 1, question 2"],
    [4, "question 0, question 1, question 2, 1 more"],
    [6, "question 0, question 1, question 2, 3 more"],
  ];
  for (const [count, said] of waits)
    it(`says what a pack has not answered in time: ${count} in all`, async () => {
      const { connection, deadline } = opened(undefined, 0);
      await connection.ask(method({ value: "yes" }), "", "another");
      for (let i = 0; i < count; i++) connection.ask(silent, "", `question ${i}`);
      const lines = (await deadline.expired.catch((error: Error) => error.message)).split("\n");
      assert.match(lines[1] ?? "", /^\/infra\/pack: the policy pack has not answered for \d+\.\d s: it was /);
      assert.deepEqual([lines[1]?.split(": it was ")[1], ...lines.slice(2)], [said, "what it wrote"]);
    });

  it("says that a pack which cannot be reached has not ended either", async () => {
    const { connection, deadline } = opened(undefined, 0);
    connection.ask(method({ failure: gone }), "", "judging").catch(() => undefined);
    assert.deepEqual((await deadline.expired.catch((error: Error) => error.message)).split("\n").slice(1), [
      `${DIRECTORY}: the policy pack does not answer any more`,
      "what it wrote",
    ]);
  });

  it("ends the pack with itself", () => {
    const { connection, ends } = opened();
    assert.equal(ends(), 0);
    connection.close();
    assert.equal(ends(), 1);
    assert.equal(connection.client.getChannel().getConnectivityState(false), 4);
  });
});
