/** The built script of the live page's server: this file lies one folder below the package in src and in dist alike. */
export const liveChildUrl = new URL('../dist/live-child.js', import.meta.url);
