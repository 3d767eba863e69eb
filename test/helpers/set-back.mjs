// Loaded into the program before it starts. As soon as the file CLOCK_SET_BACK exists, the computer's clock is an hour back.
import { existsSync } from 'node:fs';

const { CLOCK_SET_BACK } = process.env;
const now = Date.now;
Date.now = () => now() - (existsSync(CLOCK_SET_BACK) ? 3_600_000 : 0);
