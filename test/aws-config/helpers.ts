import { expect } from 'vitest';
import type { SectionEdit, SectionName } from '../../src/aws-config/section.ts';
import { Unusable } from '../../src/aws-config/unusable.ts';

export const PROFILE: SectionName = { kind: 'profile', name: 'admin' };
export const SESSION: SectionName = { kind: 'sso-session', name: 'my-sso' };

export const ofProfile = (keys: SectionEdit['keys']): SectionEdit => ({ section: PROFILE, keys });
export const ofSession = (keys: SectionEdit['keys']): SectionEdit => ({ section: SESSION, keys });

/** What is thrown, which must be an Unusable. */
export function refusalOf(run: () => unknown): Unusable {
  try {
    run();
  } catch (error) {
    if (error instanceof Unusable) return error;
    throw error;
  }
  return expect.fail('nothing was refused');
}

/** What it gives, or the Unusable that it throws. */
export function triedOr<T>(run: () => T): T | Unusable {
  try {
    return run();
  } catch (error) {
    if (error instanceof Unusable) return error;
    throw error;
  }
}
