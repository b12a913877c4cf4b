/** Which services a person starts together. */
import type { PlacedService, Stack } from "./stack.ts";

/** Machines with models behind HTTPS; one of these, or one of the other two, is always there. */
const HOUSES = ["prod", "nim", "ollama", "lmdeploy"] as const;
const AT_HOME = ["dev", "mock"] as const;
const EXTRAS = ["asr", "redis", "qdrant", "observability"] as const;

export const PROFILES: readonly string[] = [...HOUSES, ...AT_HOME, ...EXTRAS];

export interface Selection {
  profiles: readonly string[];
  /** Whether the local network reaches it. */
  isPublic: boolean;
  services: readonly PlacedService[];
}

const select = ({ services }: Stack, profiles: readonly string[]): readonly PlacedService[] =>
  services.filter((service) => (service.profiles ?? []).some((profile) => profiles.includes(profile)));

/** Every profile that stands alone, by itself and with all that may be added to it. */
export function selections(stack: Stack): Selection[] {
  const isPublic = (base: string) => HOUSES.some((house) => house === base);
  return [...HOUSES, ...AT_HOME].flatMap((base) =>
    [[base], [base, ...EXTRAS]].map((profiles) => ({
      profiles,
      isPublic: isPublic(base),
      services: select(stack, profiles),
    })),
  );
}

/** Under which names the others find a service. */
export const namesOf = (service: PlacedService): string[] => [
  service.name,
  ...Object.values(service.networks ?? {}).flatMap((network) => network?.aliases ?? []),
];
