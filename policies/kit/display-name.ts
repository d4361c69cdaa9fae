/** How words of names are written that are no plain words. */
const WRITTEN: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...["ACL", "CIDR", "DNS", "EBS", "ICMP", "IMDSv2", "IP", "KMS", "RDP", "S3", "SSH", "SSM", "TLS", "VPC"],
    ...["CloudTrail"],
  ].map((word) => [word.toLowerCase(), word]),
);

/** A policy's name for people: `no-public-ssh-rdp` → `No public SSH RDP`. */
export function displayNameOf(name: string): string {
  const words = name.split("-").map((word) => WRITTEN[word] ?? word);
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
