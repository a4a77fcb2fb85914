import type { LiveEvent } from '@benchwright/report';

/** What the process that measures tells the one that serves the page. */
export type ToLiveChild =
  | { readonly type: 'start'; readonly token: string }
  | { readonly type: 'event'; readonly event: LiveEvent }
  | { readonly type: 'report'; readonly html: string }
  | { readonly type: 'close' };

export type FromLiveChild =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'failed'; readonly message: string };
