import type { PolicyPackConfig } from "@pulumi/policy";
import { controlOf } from "../policies/kit/controls";
import type { Policy } from "../policies/kit/policy";

/** What each preset is for, by its name, which is that of its file in `presets/`. */
export const PRESETS = {
  recommended: "Every policy at its default level.",
  strict: "Every policy that is not off by default at mandatory, with each option at its strictest.",
  observe: "Every policy at advisory, so that nothing is stopped.",
  cis: "The policies that enforce a control of the CIS AWS Foundations Benchmark, and no others.",
  fsbp: "The policies that enforce a control of the AWS Foundational Security Best Practices, and no others.",
} as const;

/** Such as `strict`. */
export type PresetName = keyof typeof PRESETS;

export const presetNames = Object.keys(PRESETS) as PresetName[];

type Setting = PolicyPackConfig[string];

const OFF_BY_DEFAULT: Setting = "disabled";

const SETTINGS: Readonly<Record<PresetName, (policy: Policy) => Setting>> = {
  recommended: ({ enforcementLevel }) => enforcementLevel,
  strict: (policy) => {
    if (policy.enforcementLevel === OFF_BY_DEFAULT) return OFF_BY_DEFAULT;
    // One that is new stops nothing before the next major, as by default.
    const level = policy.nextLevel === undefined ? "mandatory" : "advisory";
    const options = Object.entries(policy.options).flatMap(([name, { strictest }]) =>
      strictest === undefined ? [] : [[name, strictest]],
    );
    return options.length === 0 ? level : { enforcementLevel: level, ...Object.fromEntries(options) };
  },
  observe: () => "advisory",
  cis: (policy) => within(policy, "CIS AWS Foundations Benchmark"),
  fsbp: (policy) => within(policy, "AWS Foundational Security Best Practices"),
};

/** A policy that a standard asks for speaks at least, even where it is off by default. */
function within({ controls, enforcementLevel }: Policy, standard: string): Setting {
  if (!controls.some((id) => controlOf(id)?.standard.name === standard)) return "disabled";
  return enforcementLevel === OFF_BY_DEFAULT ? "advisory" : enforcementLevel;
}

/**
 * The configuration of policies by a preset, as `new PolicyPack` and `--policy-pack-config` take it.
 * @param chosen the policies of your pack, of which `policies` are all of this one
 */
export function presetOf(preset: PresetName, chosen: readonly Policy[]): PolicyPackConfig {
  return Object.fromEntries(chosen.map((policy) => [policy.name, SETTINGS[preset](policy)]));
}
