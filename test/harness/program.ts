export * from "../../testing/program";
