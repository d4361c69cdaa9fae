import type { PolicyComplianceFramework } from "@pulumi/policy";
import { CIS_TITLES, FSBP_TITLES, OTHER_SECURITY_HUB_TITLES } from "./control-titles";

/** Where a control stands: a standard, in one version. */
interface Standard {
  readonly name: string;
  /** What it is called on the command line. */
  readonly short: string;
  /** Undefined where the publisher counts none. */
  readonly version?: string;
  readonly url: string;
}

/** A control of a standard. */
export interface Control {
  /** As a policy states it, such as `FSBP EC2.9`. */
  readonly id: string;
  readonly standard: Standard;
  /** Within its standard, such as `EC2.9`. */
  readonly reference: string;
  /** Undefined where the reference says it all, or nobody has looked it up. */
  readonly title?: string;
}

const SECURITY_HUB_GUIDE = "https://docs.aws.amazon.com/securityhub/latest/userguide";

const CIS = {
  name: "CIS AWS Foundations Benchmark",
  short: "cis",
  url: "https://www.cisecurity.org/benchmark/amazon_web_services",
};

const FSBP: Standard = {
  name: "AWS Foundational Security Best Practices",
  short: "fsbp",
  version: "1.0.0",
  url: `${SECURITY_HUB_GUIDE}/fsbp-standard.html`,
};

const SECURITY_HUB: Standard = {
  name: "AWS Security Hub",
  short: "security-hub",
  url: `${SECURITY_HUB_GUIDE}/securityhub-controls-reference.html`,
};

const AWS_CONFIG: Standard = {
  name: "AWS Config",
  short: "aws-config",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html",
};

/** A standard's part of an id, and what is left of it: `FSBP EC2.9`, `CIS AWS Foundations Benchmark v5.0.0 5.2`. */
const FORMS: readonly {
  readonly form: RegExp;
  readonly standard: (version: string) => Standard;
  readonly titles?: Readonly<Record<string, string>>;
}[] = [
  {
    form: /^CIS AWS Foundations Benchmark v(?<version>\d+\.\d+\.\d+) (?<reference>\d+(?:\.\d+)+)$/,
    standard: (version) => ({ ...CIS, version }),
    titles: CIS_TITLES,
  },
  { form: /^FSBP (?<reference>[A-Za-z0-9]+\.\d+)$/, standard: () => FSBP, titles: FSBP_TITLES },
  {
    form: /^Security Hub (?<reference>[A-Za-z0-9]+\.\d+)$/,
    standard: () => SECURITY_HUB,
    titles: OTHER_SECURITY_HUB_TITLES,
  },
  { form: /^AWS Config (?<reference>[a-z0-9]+(?:-[a-z0-9]+)+)$/, standard: () => AWS_CONFIG },
];

/** The control that an id names; undefined where it has none of the forms. */
export function controlOf(id: string): Control | undefined {
  for (const { form, standard, titles } of FORMS) {
    const { version = "", reference } = form.exec(id)?.groups ?? {};
    if (reference === undefined) continue;
    const title = titles?.[reference];
    return { id, standard: standard(version), reference, ...(title !== undefined && { title }) };
  }
  return undefined;
}

/**
 * The one compliance framework that the SDK lets a policy name: the CIS benchmark where a control of it is among these, else AWS's own practices;
 * several controls of it together. Undefined where there is neither.
 */
export function frameworkOf(controls: readonly string[]): PolicyComplianceFramework | undefined {
  const known = controls.flatMap((id) => controlOf(id) ?? []);
  const ofCis = known.filter(({ standard }) => standard.name === CIS.name);
  const ofOne = ofCis.length > 0 ? ofCis : known.filter(({ standard }) => standard === FSBP);
  const [first] = ofOne;
  if (first === undefined) return undefined;
  return {
    name: first.standard.name,
    version: first.standard.version ?? "",
    reference: ofOne.map(({ reference }) => reference).join(", "),
    specification: ofOne.flatMap(({ title }) => title ?? []).join("; "),
  };
}
