/** What the commands do, loaded in one go when one of them is to do something. */
export { check } from './check.ts';
export { realPlace } from './place.ts';
export { run } from './run.ts';
export { settingsForRights } from './settings/gather.ts';
