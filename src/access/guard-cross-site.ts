import { Problem } from '../base/problem.ts'

/** What a browser says about where a request comes from. */
export interface RequestOrigin {
  /** Upper case. */
  readonly method?: string
  readonly origin?: string | undefined
  /** `Sec-Fetch-Site`. */
  readonly fetchSite?: string | undefined
}

/**
 * Refuses a request that a page of another origin makes. Courses run on the same host under another port, which SameSite cookies
 * do not tell apart; these headers, which no page can set, do.
 * @throws Problem `cross-site-request`.
 */
export function guardCrossSite({ origin, fetchSite }: RequestOrigin, appUrl: string): void {
  const isForeignSite = fetchSite !== undefined && !['same-origin', 'none'].includes(fetchSite)
  const isForeignOrigin = origin !== undefined && origin !== new URL(appUrl).origin
  if (isForeignSite || isForeignOrigin) {
    throw new Problem('cross-site-request', 'A page of another origin may not use this session.')
  }
}

/**
 * The same for a request that carries a session. One that changes something must say where it comes from: every browser of
 * today sends `Origin` with it.
 * @throws Problem `cross-site-request`.
 */
export function guardSession(request: RequestOrigin, appUrl: string): void {
  guardCrossSite(request, appUrl)
  const { method = 'GET', origin, fetchSite } = request
  if (['GET', 'HEAD'].includes(method) || origin !== undefined || fetchSite !== undefined) return
  throw new Problem(
    'cross-site-request',
    'A change by a session needs the header Origin or Sec-Fetch-Site; programs use a credential.',
  )
}
