/** The same service on Express: `npm run start:express`. */
import { listenWithExpress } from './express-app.ts';
import { runService } from './run-service.ts';

await runService(listenWithExpress);
