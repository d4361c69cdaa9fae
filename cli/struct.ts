import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "./properties";

export function fromStruct(struct: Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}
