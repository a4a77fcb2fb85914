import { text } from '../spec/option-spec.js';

/** Whom to trust over TLS, and who the client is: for suites whose config has `tls`. */
export const tlsOptions = {
  ca: text('--cacert <file>', 'authorities to trust (PEM)', { configPath: ['tls', 'ca'], takesFile: true }),
  cert: text('--cert <file>', 'client certificate (PEM)', { configPath: ['tls', 'cert'], takesFile: true }),
  key: text('--key <file>', 'key of the client certificate (PEM)', {
    configPath: ['tls', 'key'],
    takesFile: true,
  }),
} as const;
