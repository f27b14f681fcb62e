export { type App, type AppOptions, createApp } from './app/create-app.js';
export type { Servable } from './endpoints/served-by.js';
export { openServable } from './node/open-servable.js';
export { type RunningServer, type ServerOptions, startServer } from './node/start-server.js';
