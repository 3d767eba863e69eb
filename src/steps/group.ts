import type { Page } from '../aws/call.ts';
import { createGroup, describeGroupAs, findGroup, type Group, groupPage } from '../aws/identity-store.ts';
import type { State, Step } from '../engine/step.ts';
import { asWritten } from '../names.ts';
import type { GroupSettings } from '../settings/settings.ts';
import { findAdaptively } from './adaptive.ts';
import { askedOnce } from './asked.ts';
import type { InstanceStep } from './instance.ts';

export interface GroupState extends State {
  readonly id: string;
}
type Want = { description?: string };
export type GroupStep = Step<Want, GroupState, { instance: InstanceStep }>;

/**
 * Groups of the identity store, by display name.
 *
 * @param asked the first page of all, where it has been asked for ahead
 */
export function groupStep(
  instance: InstanceStep,
  groups: readonly GroupSettings[],
  asked?: Promise<Page<Group> | undefined>,
): GroupStep {
  const first = askedOnce(asked);
  const known = { pages: 0 };
  return {
    id: 'group',
    needs: { instance },
    want: new Map(groups.map(({ name, description }) => [name, description === undefined ? {} : { description }])),
    async read(aws, found, keys) {
      const at = found.instance;
      const all = await findAdaptively<Group>(
        keys,
        (group) => group.name,
        asWritten,
        async (token) => (token === undefined && (await first())) || groupPage(aws, at, token),
        (name) => findGroup(aws, at, name),
        known,
        (done) => aws.tell({ id: 'reading', step: 'group', done }),
      );
      return new Map(
        [...all].map(([name, { id, description }]) => [
          name,
          { id, fields: description === undefined ? {} : { description } },
        ]),
      );
    },
    create: (aws, found, name, want) => createGroup(aws, found.instance, name, want.description),
    update: (aws, found, _name, state, _drift, want) =>
      describeGroupAs(aws, found.instance, state.id, want.description ?? ''),
  };
}
