import "./program";

export * from "../../testing/judge";
