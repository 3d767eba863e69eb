/** Whether a text can be the name of a Region: it becomes a part of the names of hosts, and what is none would end one. */
export function isRegionName(text: string): boolean {
  return /^[a-z0-9-]{1,32}$/.test(text);
}
