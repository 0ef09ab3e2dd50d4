import { Problem } from '../base/problem.ts'

/**
 * Refuses a request that a page of another origin makes. The player and the server talk on the content origin only; a browser
 * says truthfully where a request comes from, in headers that no page can set.
 * @param contentOrigin the origin that the request was sent to
 * @throws Problem `cross-site-request`
 */
export function guardContentOrigin(
  from: { readonly origin: string | undefined; readonly fetchSite: string | undefined },
  contentOrigin: string,
): void {
  const isForeign =
    (from.fetchSite !== undefined && from.fetchSite !== 'same-origin') ||
    (from.origin !== undefined && from.origin !== contentOrigin)
  if (isForeign) {
    throw new Problem('cross-site-request', 'Only the player may do this, from its own origin.')
  }
}
