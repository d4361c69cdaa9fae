import { ReadResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { BinaryWriter } from "google-protobuf";

/** A field that programs of later SDKs read an id from, where they would otherwise hold it for not known; the SDK that serves need not have it. */
const ID = 5;

/** Answers a program that reads what exists. */
export class ReadAnswer extends ReadResourceResponse {
  /** @param id empty while it is not known */
  constructor(private readonly id: string) {
    super();
  }

  override serializeBinary(): Uint8Array {
    const own = super.serializeBinary();
    const writer = new BinaryWriter();
    writer.writeSerializedMessage(own, 0, own.length);
    writer.writeString(ID, this.id);
    return writer.getResultBuffer();
  }
}
