import { settingsJsonSchema } from './settings/schema.ts';
import { resultJsonSchema } from './ui/result-document.ts';

/** The JSON Schemas that ship in the package, by file name. */
export const schemas = { settings: settingsJsonSchema(), result: resultJsonSchema() };
