import * as alicloud from "@pulumi/alicloud";
import noEmbeddedCredentials from "../../policies/instances/no-embedded-credentials";
import { holdsInEveryForm } from "../adversarial/forms";
import { instanceIn, site } from "./site";

const found = "no-embedded-credentials: box";
const SECRET = "Qw3rTy8uIoPaSd5fGhJkLz1xCvBnM7";

const withUserData = (userData: string) => () => {
  instanceIn(site(), { userData });
};

describe("credentials in what programs of Alibaba Cloud write", () => {
  holdsInEveryForm(
    [noEmbeddedCredentials],
    [
      ["an AccessKey id", withUserData("ak=LTAI5tAbCdEfGhIjKlMnOpQr"), [found]],
      [
        "an AccessKey id in base64",
        withUserData(Buffer.from("#!/bin/sh\nexport AK=LTAI5tAbCdEfGhIjKlMnOpQr\n").toString("base64")),
        [found],
      ],
      ["a secret under its own word", withUserData(`ACCESS_KEY_SECRET=${SECRET}`), [found]],
      ["a secret under the provider's word", withUserData(`export ALICLOUD_SECRET_KEY=${SECRET}`), [found]],
      ["thirty letters under another word", withUserData(`checksum=${SECRET}`), []],
      ["a secret in a tag", () => void instanceIn(site(), { tags: { accessKeySecret: SECRET } }), [found]],
      ["nothing of the kind", withUserData("#!/bin/sh\necho LTAI is a prefix\n"), []],
      [
        "what is there for secrets",
        () => {
          new alicloud.kms.Secret("box", {
            secretName: "s",
            versionId: "1",
            secretData: "LTAI5tAbCdEfGhIjKlMnOpQr",
          });
        },
        [],
      ],
    ],
  );
});
