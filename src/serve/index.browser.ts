export { type App, type AppOptions, createApp } from './app/create-app.js';
export type { Servable } from './endpoints/served-by.js';
