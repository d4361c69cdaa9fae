import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("network-guard", { policies, provider: "aws", displayName: "Network Guard" });
