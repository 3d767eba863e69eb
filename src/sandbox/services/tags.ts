import { activeInstance } from '../access.ts';
import { notFound, quotaExceeded } from '../error.ts';
import { type Context, type Operations, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Tag } from '../world.ts';
import { checkDistinctTags, findSet, setToChange } from './permission-sets.ts';

/** Tags on one resource (model of sso-admin: TagList). */
const maxTags = 75;

interface ResourceInput {
  readonly InstanceArn?: string;
  readonly ResourceArn: string;
}

/** Tags of instances and permission sets. They are no part of what accounts are provisioned with. */
export const tags: Operations = {
  TagResource: takes<ResourceInput & { Tags: Tag[] }>((context, input) => {
    const resource = resourceOf(context, input, true);
    checkDistinctTags(input.Tags);
    const keys = input.Tags.map((tag) => tag.Key);
    const kept = resource.tags.filter((tag) => !keys.includes(tag.Key));
    if (kept.length + input.Tags.length > maxTags) {
      throw quotaExceeded(`You have exceeded AWS SSO limits. A resource has at most ${maxTags} tags.`);
    }
    resource.tags = [...kept, ...input.Tags];
    return {};
  }),

  UntagResource: takes<ResourceInput & { TagKeys: string[] }>((context, input) => {
    const resource = resourceOf(context, input, true);
    resource.tags = resource.tags.filter((tag) => !input.TagKeys.includes(tag.Key));
    return {};
  }),

  ListTagsForResource: takes<ResourceInput & PageInput>((context, input) => {
    const resource = resourceOf(context, input, false);
    const { items, NextToken } = page(context, input, resource.tags, (tag) => tag.Key);
    return { Tags: items, NextToken };
  }),
};

/** Applications and token issuers have tags too, but are not simulated. */
function resourceOf(context: Context, input: ResourceInput, change: boolean): { tags: readonly Tag[] } {
  const [kind, instanceId, setId] = input.ResourceArn.replace(/^.*:::?/, '').split('/');
  const arn = `arn:aws:sso:::instance/${instanceId}`;
  if (input.InstanceArn !== undefined && input.InstanceArn !== arn) {
    throw notFound(`Could not find ${input.ResourceArn} in ${input.InstanceArn}`);
  }
  if (kind === 'instance') return activeInstance(context, input.ResourceArn);
  if (kind !== 'permissionSet' || setId === undefined) throw notFound(`Could not find ${input.ResourceArn}`);
  const named = { InstanceArn: arn, PermissionSetArn: input.ResourceArn };
  return change ? setToChange(context, named).set : findSet(context, named).set;
}
