import "./audit";
import "./database";
import { vpc } from "./network";
import { balancer } from "./web";

export const vpcId = vpc.id;
export const address = balancer.address;
