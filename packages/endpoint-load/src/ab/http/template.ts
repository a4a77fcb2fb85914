import { httpConfigTemplate } from '../../config-template.js';

/** The fields that http has as well, with their defaults, after its own two addresses. */
const SHARED = httpConfigTemplate
  .slice(httpConfigTemplate.indexOf('method: GET'))
  .replace(
    /^# Parts the run is divided into.*\ntrials: null$/m,
    '# Rounds: each side is measured so often, in turn.\ntrials: 10',
  );

/** What `benchwright init ab-http` writes: every field with its default. */
export const abHttpConfigTemplate = `# Two URLs under the same load, in turn. Every value below is the default.
#   benchwright ab --base-url http://localhost:8080/ --head-url http://localhost:8081/

# The two sides. Path and query may hold fields: {{int 1 10000}}, {{uuid}}, {{seq}}.
baseUrl: null
headUrl: null

${SHARED}`;
