/** The variables that send a run elsewhere than to AWS, and where; honoured by the SDK unless it is told to ignore them. */
export function endpointsElsewhere(env: NodeJS.ProcessEnv): [variable: string, endpoint: string][] {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return [];
  return Object.entries(env).flatMap(([variable, endpoint]) =>
    variable.startsWith('AWS_ENDPOINT_URL') && endpoint ? [[variable, endpoint]] : [],
  );
}
