import * as alicloud from "@pulumi/alicloud";

// What somebody does in another region, nobody sees.
// require-cloudtrail: frankfurt
new alicloud.actiontrail.Trail("frankfurt", {
  trailName: "frankfurt",
  trailRegion: "eu-central-1",
  ossBucketName: "shop-audit",
});
