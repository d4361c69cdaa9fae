import * as pulumi from "@pulumi/pulumi";
export declare class Thing extends pulumi.CustomResource {
    readonly own: pulumi.Output<string>;
}
