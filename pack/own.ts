import type { AnalyzeRequest, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Policy } from "../policies/kit/policy";
import { VERSION } from "../policies/kit/version";
import type { ResourceFacts } from "../stack/resource";
import { Answers } from "./answers";
import { Judging } from "./judging";
import type { Configured } from "./project-mode";
import type { Handler } from "./service";

/** A pack that is this package's own throughout. */
export interface OwnPack {
  readonly name: string;
  readonly policies: readonly Policy[];
}

/** Answers for the policies of a pack by itself: the SDK would copy each request for each of them. */
export class OwnService {
  private readonly answers: Answers;
  private judging: Judging;

  constructor(private readonly pack: OwnPack) {
    this.answers = new Answers(pack.name, VERSION);
    this.judging = new Judging(pack.policies, new Map());
  }

  configure(settings: ReadonlyMap<string, Configured>): void {
    this.judging = new Judging(this.pack.policies, settings);
  }

  /** Their requests are what is read off the wire in place of messages, and their answers bytes. */
  readonly handlers = {
    analyze: answering<AnalyzeRequest, ResourceFacts>((shown) =>
      this.answers.ofResource(this.judging.judgeResource(shown)),
    ),
    analyzeStack: answering<AnalyzeStackRequest, readonly ResourceFacts[]>((shown) =>
      this.answers.ofStack(this.judging.judgeStack(shown)),
    ),
  };
}

function answering<Request, Shown>(answer: (shown: Shown) => Buffer): Handler<Request> {
  return ({ request }, callback) => {
    let answered: Buffer;
    try {
      answered = answer(request as unknown as Shown);
    } catch (error) {
      callback(error as Error);
      return;
    }
    callback(null, answered);
  };
}
