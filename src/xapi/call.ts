import type { Principal } from '../base/principal.ts'
import type { XapiVersion } from './negotiate-version.ts'

/** What the checks before a resource have found out about a request. */
export interface Call {
  version: XapiVersion
  principal: Principal
}

export const callOf = (response: { readonly locals: unknown }): Call => response.locals as Call

export const parametersOf = (request: { readonly originalUrl: string }): URLSearchParams =>
  new URL(request.originalUrl.replace(/^\/+/, '/'), 'http://localhost').searchParams
