export interface Outermost {
    none: string;
}
export declare namespace ec2 {
    interface ThingSpot {
        /**
         * In dollars.
         */
        price: number;
    }
}
export declare namespace eks {
    interface ThingSpot {
        cluster: string;
    }
}
