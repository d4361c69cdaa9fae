import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";
import type { Answer } from "../../stack/value";

/** A volume, or a block device that a machine, template or image asks for. */
export interface Volume {
  readonly resource: Resource;
  /** Where in the resource, such as `ebsBlockDevices[0]`; empty for the resource itself. */
  readonly path: string;
  /** As it takes effect: its own, that of what it is made of, or the default of its place. UNKNOWN while one of them may say yes. */
  readonly encryption: Setting;
  /** The value of that setting with which it is encrypted. */
  readonly required: true | "true";
  /** Whether it is described by what many resources take no word on encryption beside: a snapshot, old properties. */
  readonly isFixed: boolean;
  /** Whether a change of its encryption replaces the resource. */
  readonly isReplacedForEncryption: boolean;
}

/** A volume of the stack, and whether something copies it from time to time. */
export interface VolumeBackup {
  readonly resource: Resource;
  readonly isBackedUp: Answer;
}
