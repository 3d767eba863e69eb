export { type Behaviour, behaviourFromEnvironment, defaultBehaviour, type Fault, type FaultCall } from './behaviour.ts';
export type { AwsConsole } from './console.ts';
export type { SdkRequestHandler } from './request-handler.ts';
export { type ScenarioName, scenarioNames, scenarios } from './scenarios.ts';
export { type SandboxServer, serve } from './server.ts';
export { type Call, type SimulatedAws, type SimulatedAwsOptions, simulatedAws } from './simulated-aws.ts';
export { openWorld, saveWorld } from './state-file.ts';
export type { WireRequest, WireResponse } from './wire.ts';
export { emptyWorld, type World } from './world.ts';
