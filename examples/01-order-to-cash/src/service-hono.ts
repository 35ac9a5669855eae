/** Order-to-cash as a service on Hono: `npm start`. */
import { listenWithHono } from './hono-app.ts';
import { runService } from './run-service.ts';

await runService(listenWithHono);
