/** All profiles, and which of them a page of metrics belongs to. */
import { AGENT_PROFILES } from './agents.ts';
import { GATEWAY_PROFILES, OTEL_PROFILE } from './gateways.ts';
import type { Profile } from './profile.ts';

export { checkProfile, OTEL_PROVIDERS } from './profile.ts';
export type { LabelRules, MetricKind, MetricRule, Profile } from './profile.ts';

/** Every profile that ships, most particular first. */
export const profiles: readonly Profile[] = [...GATEWAY_PROFILES, ...AGENT_PROFILES, OTEL_PROFILE];

/** The profile with this id, or undefined. */
export function profileById(id: string): Profile | undefined {
  return profiles.find((profile) => profile.id === id);
}

/**
 * The first profile that knows one of these metric names, or undefined. Gateways come before agents: the agent's own metrics are the same
 * money once more.
 */
export function detectProfile(names: Iterable<string>): Profile | undefined {
  const list = [...names];
  return profiles.find(({ detect }) => {
    const patterns = detect.map((pattern) => new RegExp(`^(?:${pattern})$`));
    return list.some((name) => patterns.some((pattern) => pattern.test(name)));
  });
}
