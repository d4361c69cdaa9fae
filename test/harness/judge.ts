export * from "../../testing/judge";
