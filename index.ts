import { PolicyPack } from "@pulumi/policy";
import { refuseWrongConfiguration } from "./pack/configuration";
import { policies } from "./policies";

refuseWrongConfiguration(policies);
new PolicyPack("network-guard", { policies, provider: "aws", displayName: "Network Guard" });
