export { type Behaviour, behaviourFromEnvironment, type Fault, type FaultCall } from './behaviour.ts';
export { pagesFor } from './pages/index.ts';
export type { AwsPortal, SignInRequest } from './portal.ts';
export { type ScenarioName, scenarioNames, scenarios } from './scenarios.ts';
export { type SandboxServer, serve } from './server.ts';
export { type Call, type SimulatedAws, type SimulatedAwsOptions, simulatedAws } from './simulated-aws.ts';
export { openWorld, saveWorld } from './state-file.ts';
export type { WireResponse } from './wire.ts';
export { emptyWorld, type World } from './world.ts';
