import { settingsJsonSchema } from './settings/schema.ts';
import { resultJsonSchema } from './ui/result.ts';

/** The JSON Schemas that ship in the package, by file name. */
export const schemas = { settings: settingsJsonSchema(), result: resultJsonSchema() };
