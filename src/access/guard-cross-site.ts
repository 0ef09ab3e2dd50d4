import { Problem } from '../base/problem.ts'

/** What a browser says about where a request comes from. */
export interface RequestOrigin {
  readonly origin?: string | undefined
  /** `Sec-Fetch-Site`. */
  readonly fetchSite?: string | undefined
}

/**
 * Refuses a request that a page of another origin makes with this browser's session. Courses run on the same host under
 * another port, which SameSite cookies do not tell apart; these headers, which no page can set, do. A client that sends
 * neither is no browser of today.
 * @throws Problem `cross-site-request`.
 */
export function guardCrossSite({ origin, fetchSite }: RequestOrigin, appUrl: string): void {
  const isForeignSite = fetchSite !== undefined && !['same-origin', 'none'].includes(fetchSite)
  const isForeignOrigin = origin !== undefined && origin !== new URL(appUrl).origin
  if (!isForeignSite && !isForeignOrigin) return
  throw new Problem('cross-site-request', 'A page of another origin may not use this session.')
}
