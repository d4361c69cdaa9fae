import * as pulumi from "@pulumi/pulumi";
import * as inputs from "../types/input";
import * as outputs from "../types/output";
export declare class Thing extends pulumi.CustomResource {
    static get(name: string, id: pulumi.Input<pulumi.ID>): Thing;
    /**
     * ARN of the thing.
     * More of it.
     */
    readonly arn: pulumi.Output<string>;
    readonly names: pulumi.Output<string[] | undefined>;
    readonly spot: pulumi.Output<outputs.ec2.ThingSpot>;
    readonly tags: pulumi.Output<{
        [key: string]: string;
    } | undefined>;
    readonly zones: pulumi.Output<string>[];
    constructor(name: string, args?: ThingArgs);
}
/**
 * The set of arguments.
 */
export interface ThingArgs {
    /** Names. Defaults to `[]`. */
    names?: pulumi.Input<pulumi.Input<string>[]>;
    spot: pulumi.Input<inputs.ec2.ThingSpot>;
}
