export * from "../../../testing/cloud";
