import { groupBy } from "../../stack/multimap";
import { finding, policy } from "../kit/policy";
import { listText, settingText } from "../kit/wording";

export default policy(__filename, {
  description: "Data must go by TLS 1.2 or newer.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "both",
  remediationSteps: "Ask for TLS 1.2 or newer, and redirect plain HTTP to HTTPS.",
  controls: [
    "FSBP ELB.1",
    "FSBP ELB.3",
    "FSBP ELB.8",
    "FSBP ELB.17",
    "FSBP ELB.18",
    "FSBP CloudFront.3",
    "FSBP CloudFront.9",
    "FSBP CloudFront.10",
    "FSBP CloudFront.15",
    "FSBP ElastiCache.5",
    "FSBP DynamoDB.7",
    "FSBP MSK.1",
    "FSBP Opensearch.3",
    "FSBP Opensearch.8",
    "FSBP ES.3",
    "FSBP ES.8",
    "FSBP AppSync.6",
    "FSBP DMS.9",
    "FSBP DMS.12",
    "FSBP DocumentDB.6",
    "FSBP RDS.41",
    "FSBP RDS.43",
    "FSBP RDS.44",
    "FSBP Redshift.2",
    "FSBP Transfer.2",
    "Security Hub EMR.4",
    "Security Hub RDS.38",
    "Security Hub RDS.39",
    "AWS Config alb-http-to-https-redirection-check",
    "AWS Config elb-tls-https-listeners-only",
    "AWS Config cloudfront-viewer-policy-https",
    "AWS Config redshift-require-tls-ssl",
  ],
  stricterThanControls:
    "Network balancers, MemoryDB, RDS proxies, mounts of EFS and domains of API Gateway are asked about as well.",
  looserThanControls:
    "ELB.17 and CloudFront.15 want one of the policies that AWS recommends, and ELB.18 no plain TCP; a rule of a listener is seen where the stack has both, " +
    "an origin that is a website of S3 takes plain HTTP alone and passes, and a database on a default parameter group is not judged.",

  *check(network) {
    const bare = network.channels.filter(
      ({ isProtected, mayBeProtected = false }) =>
        isProtected.value === false && (network.isWhole || !mayBeProtected),
    );
    for (const [resource, itsOwn] of groupBy(bare, (one) => one.resource)) {
      const states = itsOwn.map(({ isProtected, meaning }) => settingText(isProtected, resource, meaning));
      yield finding(resource, `${listText(states)}.`);
    }
  },
});
