import "./audit";
import "./endpoints";
import { vpc } from "./network";
import { servers } from "./servers";

export const vpcId = vpc.id;

/** For `aws ssm start-session --target <id>`. */
export const serverIds = servers.map(({ id }) => id);
