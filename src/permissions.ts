import policies from './permissions.json' with { type: 'json' };

/** The IAM policy that a run needs, as text: every action that the tool can call, and what AWS does on its behalf. */
export function permissionsText(): string {
  return JSON.stringify(policies, null, 2);
}
