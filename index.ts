import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";
import { refuseWrongConfiguration } from "./policies/pack-configuration";

refuseWrongConfiguration(policies);
new PolicyPack("network-guard", { policies, provider: "aws", displayName: "Network Guard" });
