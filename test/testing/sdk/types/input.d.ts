import * as pulumi from "@pulumi/pulumi";
export declare namespace ec2 {
    interface ThingSpot {
        price?: pulumi.Input<number>;
    }
}
