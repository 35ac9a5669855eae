/** The process that the demo kills and starts again. */
import { runWorker } from './run-worker.ts';

runWorker();
