import { http, type HttpHandler, HttpResponse } from 'msw';
import { ConnectionLost, type Simulator } from './simulator.ts';

/** Handlers for msw that answer everything under `origin` from a simulator. */
export function mswHandlers(simulator: Pick<Simulator, 'handle'>, origin: string): readonly HttpHandler[] {
  return [
    http.all(`${origin}/*`, async ({ request }) => {
      try {
        return await simulator.handle(request);
      } catch (error) {
        if (error instanceof ConnectionLost) return HttpResponse.error();
        throw error;
      }
    }),
  ];
}
