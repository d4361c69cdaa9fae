import { AnalyzeRequest, PolicyNotApplicable, RemediateResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { Session } from "../network/session";
import type { Configured } from "./project-mode";
import { readAnalyzeRequest } from "./requests";
import type { Handler } from "./service";

/** The SDK's handler that mends resources, asked only where some policy is to. */
export class Remediating {
  /** The policies that are not to mend: of these the SDK answers nothing, and the engine would count them as passed there. */
  private others: PolicyNotApplicable[] = [];
  /** The answer where that is all of them. */
  private nothing: Buffer | undefined;

  constructor(private readonly remediate: Handler<AnalyzeRequest>) {}

  configure(settings: ReadonlyMap<string, Configured>, names: readonly string[]): void {
    const others = names.filter((name) => settings.get(name)?.level !== "remediate");
    this.others = others.map((name) => new PolicyNotApplicable().setPolicyName(name));
    const isAll = others.length === names.length;
    this.nothing = isAll
      ? Buffer.from(new RemediateResponse().setNotApplicableList(this.others).serializeBinary())
      : undefined;
  }

  /** It is asked in bytes, in place of a message. */
  readonly handle: Handler<AnalyzeRequest> = (call, callback) => {
    const bytes = call.request as unknown as Uint8Array;
    noteFilledIn(bytes);
    if (this.nothing !== undefined) callback(null, this.nothing);
    else
      this.remediate(
        Object.assign(call, { request: AnalyzeRequest.deserializeBinary(bytes) }),
        (failure, response, ...rest) => {
          const mended = response as RemediateResponse | undefined;
          mended?.setNotApplicableList([...mended.getNotApplicableList(), ...this.others]);
          callback(failure, response, ...rest);
        },
      );
  };
}

/** Notes what the provider has filled in: the engine shows that here, before it has the inputs judged without it. */
function noteFilledIn(request: Uint8Array): void {
  const { urn, declared } = readAnalyzeRequest(request);
  Session.ofResource().noteFilledIn(urn, declared?.__defaults as string[] | undefined);
}
