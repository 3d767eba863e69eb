import { createHash } from 'node:crypto';
import type { World } from './world.ts';

/** Makes identifiers in AWS's forms; the same seed and the same history give the same identifiers. */
export interface Ids {
  /** `length` lower-case hex digits. */
  hex(length: number): string;
  /** `length` characters of `[a-z0-9]`. */
  word(length: number): string;
  uuid(): string;
  /** Eight consonants, as a person types them: `BCDF-GHJK`. */
  userCode(): string;
}

/** Identifiers that belong to a world: its counter moves on, so none is made twice, not even after a restart. */
export function worldIds(world: World, seed: number): Ids {
  return idsFrom(() => `${seed}/world/${world.counter++}`);
}

/** Identifiers that follow from `purpose` alone and have no place in the world. */
export function derivedIds(seed: number, purpose: string): Ids {
  let counter = 0;
  return idsFrom(() => `${seed}/${purpose}/${counter++}`);
}

/** Request ids: they belong to one run of the simulator, not to the world. */
export function requestIds(seed: number): () => string {
  let counter = 0;
  return () => uuidFrom(digest(`${seed}/request/${counter++}`));
}

const consonants = 'BCDFGHJKLMNPQRST';

function idsFrom(next: () => string): Ids {
  return {
    hex: (length) => digest(next()).slice(0, length),
    word: (length) =>
      BigInt(`0x${digest(next())}`)
        .toString(36)
        .slice(-length)
        .padStart(length, '0'),
    uuid: () => uuidFrom(digest(next())),
    userCode: () => {
      const letters = [...digest(next()).slice(0, 8)].map((digit) => consonants[Number.parseInt(digit, 16)]).join('');
      return `${letters.slice(0, 4)}-${letters.slice(4)}`;
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function uuidFrom(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
