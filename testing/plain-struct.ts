import { Struct } from "google-protobuf/google/protobuf/struct_pb";

type Json = ReturnType<Struct["toJavaScript"]>;

const { fromJavaScript } = Struct;

/** A message of plain properties: it is made one field by field only for whoever asks for the fields. */
export class PlainStruct extends Struct {
  private plain: Json | undefined;

  /** @param plain is handed out as it is: nobody may change it */
  constructor(plain: { readonly [key: string]: unknown }) {
    super();
    this.plain = plain as Json;
  }

  override toJavaScript(): Json {
    return this.plain ?? super.toJavaScript();
  }

  override getFieldsMap(): ReturnType<Struct["getFieldsMap"]> {
    const fields = super.getFieldsMap();
    const { plain } = this;
    this.plain = undefined;
    if (plain !== undefined)
      for (const [key, value] of fromJavaScript(plain).getFieldsMap().entries()) fields.set(key, value);
    return fields;
  }
}
