/**
 * A collection of values returned by getThing.
 */
export interface GetThingResult {
    readonly id: string;
    readonly size?: number;
}
