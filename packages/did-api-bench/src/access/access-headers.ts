import { parseHeaderLine } from '@benchwright/endpoint-load';
import type { HeaderField } from '@benchwright/load-driver';
import { z } from 'zod';
import { beginningOf } from '../answers/answer-shapes.js';
import type { DidSettings } from '../config.js';
import { DidAccessError } from '../errors.js';
import { type ApiAddress, callApi } from './call.js';

const LOGIN_PATH = '/auth/token';
/** A token that says nothing of its end is taken to last so long. */
const USUAL_LIFE_SEC = 300;

const tokenAnswer = z
  .looseObject({
    access_token: z.string().min(1).optional(),
    token: z.string().min(1).optional(),
    expires_in: z.number().min(0).optional(),
  })
  .refine(({ access_token, token }) => access_token !== undefined || token !== undefined);

/** The headers that let requests in. A token is got when it is first needed, and anew when half of its life has gone. */
export class AccessHeaders {
  readonly #settings: Pick<DidSettings, 'access' | 'headers'>;
  readonly #address: ApiAddress;
  readonly #nowMs: () => number;
  #token: string | null = null;
  #renewAtMs = 0;

  constructor(
    settings: Pick<DidSettings, 'access' | 'headers'>,
    address: ApiAddress,
    nowMs: () => number = () => performance.now(),
  ) {
    this.#settings = settings;
    this.#address = address;
    this.#nowMs = nowMs;
  }

  /**
   * The header fields of every request: the user's own, the key and the token.
   *
   * @throws DidAccessError when /auth/token refuses, or answers with something else than a token
   */
  async fields(): Promise<HeaderField[]> {
    const { access, headers } = this.#settings;
    const own = headers.map((line) => parseHeaderLine(line)).filter((field) => field !== null);
    const token = access.login ? await this.#current() : access.token;
    return [
      ...own,
      ...(access.apiKey === null ? [] : [['X-API-Key', access.apiKey] as const]),
      ...(token === null ? [] : [['Authorization', `Bearer ${token}`] as const]),
    ];
  }

  async #current(): Promise<string> {
    if (this.#token === null || this.#nowMs() >= this.#renewAtMs) {
      const { token, lifeSec } = await this.#login();
      this.#token = token;
      this.#renewAtMs = this.#nowMs() + (lifeSec * 1000) / 2;
    }
    return this.#token;
  }

  async #login(): Promise<{ readonly token: string; readonly lifeSec: number }> {
    const { apiKey, loginBody } = this.#settings.access;
    const body = loginBody ?? (apiKey === null ? {} : { api_key: apiKey });
    const headers: HeaderField[] = apiKey === null ? [] : [['X-API-Key', apiKey]];
    const call = { method: 'POST', path: LOGIN_PATH, headers, body: JSON.stringify(body) } as const;
    const { status, text } = await callApi(this.#address, call);
    if (status < 200 || status > 299) {
      throw new DidAccessError(`POST ${LOGIN_PATH}`, `refused with ${status}: ${beginningOf(text)}`);
    }
    const parsed = tokenAnswer.safeParse(jsonOf(text));
    if (!parsed.success) {
      throw new DidAccessError(`POST ${LOGIN_PATH}`, 'answered without an access_token');
    }
    const { access_token, token, expires_in } = parsed.data;
    return { token: access_token ?? token ?? '', lifeSec: expires_in ?? USUAL_LIFE_SEC };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
