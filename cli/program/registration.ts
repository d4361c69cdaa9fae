import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { StackTrace, SourcePosition as WirePosition } from "@pulumi/pulumi/proto/source_pb";
import type { SourcePosition } from "../../report/finding";
import { createUrn } from "../../stack/urn";
import type { CustomTimeouts, RegisteredResource } from "../resource";
import type { StackName } from "../stack-name";
import { fromStruct } from "../struct";
import { withUnknowns } from "./not-known";
import { outputDependencies } from "./transforms";

interface Positioned {
  getSourceposition(): WirePosition | undefined;
  getStacktrace(): StackTrace | undefined;
}

/** Where a resource is asked for: by the program itself, or by a package that it calls. */
export function sourceOf(request: Positioned): { program?: SourcePosition; package?: SourcePosition } {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  const positions = [request.getSourceposition(), ...frames.map((frame) => frame.getPc())]
    .flatMap((position) =>
      position?.getUri().startsWith("file:")
        ? { file: fileURLToPath(position.getUri()), line: position.getLine(), column: position.getColumn() }
        : [],
    )
    // Packages are published without the sources that their source maps name.
    .filter(({ file }) => existsSync(file));
  const program = positions.find(({ file }) => !/[\\/]node_modules[\\/]/.test(file));
  const called = positions.find(({ file }) => !/[\\/]node_modules[\\/]@pulumi[\\/]pulumi[\\/]/.test(file));
  return { ...(program ? { program } : {}), ...(called ? { package: called } : {}) };
}

const secondsIn: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Seconds in a Go duration such as `1h30m`. */
export function seconds(duration: string): number {
  const parts = duration.matchAll(/([\d.]+)(h|ms|m|s|us|µs|ns)/g);
  return [...parts].reduce((sum, [, number, unit = "s"]) => sum + Number(number) * (secondsIn[unit] ?? 0), 0);
}

function timeoutsOf(timeouts: RegisterResourceRequest.CustomTimeouts | undefined): CustomTimeouts {
  return {
    create: seconds(timeouts?.getCreate() ?? ""),
    update: seconds(timeouts?.getUpdate() ?? ""),
    delete: seconds(timeouts?.getDelete() ?? ""),
    // The oldest SDK that is supported has none.
    read: seconds(timeouts?.getRead?.() ?? ""),
  };
}

const unique = (urns: readonly string[]) => [...new Set(urns)];

/** The resource that a program registers, with nothing known of it but its inputs. */
export function resourceOf(
  stack: StackName,
  request: RegisterResourceRequest,
  provider: string,
): RegisteredResource {
  const inputs = withUnknowns(fromStruct(request.getObject()));
  const propertyDependencies: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(inputs)) {
    const declared = request.getPropertydependenciesMap().get(key)?.getUrnsList() ?? [];
    const urns = unique([...declared, ...outputDependencies(value)]);
    if (urns.length > 0) propertyDependencies[key] = urns;
  }
  return {
    urn: createUrn(stack, request.getParent(), request.getType(), request.getName()),
    type: request.getType(),
    inputs,
    outputs: {},
    parent: request.getParent(),
    provider,
    dependencies: unique([...request.getDependenciesList(), ...Object.values(propertyDependencies).flat()]),
    propertyDependencies,
    external: false,
    protect: request.getProtect() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    ...(request.getDeletebeforereplacedefined()
      ? { deleteBeforeReplace: request.getDeletebeforereplace() }
      : {}),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    // The engine shows packs only an alias that a resource of the stack has answered to, and a first preview has none.
    aliases: [],
    customTimeouts: timeoutsOf(request.getCustomtimeouts()),
  };
}
