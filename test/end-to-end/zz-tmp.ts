import { compile, check } from "./compiled";
import { Stack, repository } from "./pulumi";
import { join } from "node:path";
void (async () => {
  const pack = compile();
  try {
  for (const e of ["three-tier", "leaky"]) {
    const stack = await Stack.of({ folder: join(repository, "examples", e) });
    const p = await stack.preview({ packs: [pack.folder] });
    console.log(e, "preview", p.exitCode, p.findings.length, p.created.length, p.diagnostics.join("|").slice(0, 1500), p.findings.map(f=>`${f.policy}: ${f.urn.split("::").at(-1)}`).sort().join("\n"));
    console.log(p.stdout.slice(0,1500), p.stderr.slice(0,1500));
    const u = await stack.upSkippingPreview({ packs: [pack.folder], ...(e==="leaky"?{config:{all:"advisory"}}:{}) });
    console.log(e, "up", u.exitCode, u.findings.length, u.created.length, u.diagnostics.join("|").slice(0, 1500), u.findings.map(f=>`${f.policy}: ${f.urn.split("::").at(-1)}`).sort().join("\n"));
    await stack.refresh();
    const a = await stack.analyze({ packs: [pack.folder] });
    console.log(e, "analyze after refresh", a.exitCode, a.findings.map(f=>`${f.policy}: ${f.urn.split("::").at(-1)}`).sort().join("\n"), a.stderr.slice(0,500));
    stack.remove();
  }
  } finally { pack.remove(); }
})();
