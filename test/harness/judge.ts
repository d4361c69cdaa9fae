import "./program";
import { readEveryFinding } from "./well-said";

readEveryFinding();

export * from "../../testing/judge";
