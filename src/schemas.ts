import { toJSONSchema } from 'zod/mini';
import { settingsSchema } from './settings/schema.ts';
import { resultJsonSchema } from './ui/result-document.ts';

/** The JSON Schemas (2020-12) that ship in the package, by file name: for editors, scripts and the documentation. */
export const schemas = { settings: toJSONSchema(settingsSchema, { io: 'input' }), result: resultJsonSchema() };
