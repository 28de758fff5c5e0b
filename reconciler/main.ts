#!/usr/bin/env node
/** The executable: nothing but the start. */

import { main } from './cli.ts';
import { outliveReaders } from './commands/streams.ts';

outliveReaders(process.argv[2] !== 'apply');
process.exitCode = await main(process.argv.slice(2));
