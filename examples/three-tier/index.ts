import "./audit";
import { database } from "./database";
import { vpc } from "./network";
import { webBalancer } from "./servers";

export const vpcId = vpc.id;
export const address = webBalancer.dnsName;
export const databaseEndpoint = database.endpoint;
