/**
 * Judges programs and resources by policies, in any test runner: as the engine has them judged, in the form of a first preview, where
 * ids and what the provider computes are unknown, and in that of the update. No engine, CLI, cloud or login takes part; @pulumi/aws must be installed.
 */
export { judgeProgram, type Violation, verdict } from "./judge";
export type { Phase, ProgramOptions, Subject } from "./program";
export { type DeclaredResource, outputOf } from "./resources";
