import type { Request, Response } from 'express'
import { Problem } from '../base/problem.ts'
import type { SecretBox } from '../base/secret-box.ts'
import type { Operation } from '../http/operation.ts'
import type { Errand, IdentityProvider } from './identity-provider.ts'
import { cookieName, errandCookie, readCookies } from './session-cookie.ts'
import { deviceOf, setCookies } from './session-routes.ts'
import { type ElsewhereRules, signInElsewhere } from './sign-in-elsewhere.ts'

interface ProviderParts extends Omit<ElsewhereRules, 'provider'> {
  readonly appUrl: string
  readonly provider: IdentityProvider
  readonly box: SecretBox
}

/** Below /api/v1; with the app's URL this is what the provider must know as redirect URI. */
export const callbackPath = '/oidc/callback'

/**
 * The session that the browser had when it left, which ends when it comes back signed in. Its cookie is `Strict`: it does not
 * come along when the provider, another site, sends the browser back.
 */
interface KeptErrand extends Errand {
  readonly previousSession?: string
}

/** Whose the sealed errand is. */
const errandOwner = 'hocba_errand'

/** Signing in at an identity provider: there, and back. Both are opened by the browser itself and answer with a redirect. */
export function providerOperations(parts: ProviderParts): Operation[] {
  const { provider, appUrl, box } = parts
  const welcomeFrom = signInElsewhere({ ...parts, provider: provider.settings })
  return [
    {
      method: 'get',
      path: '/oidc/sign-in',
      id: 'beginProviderSignIn',
      summary: 'Go to the identity provider to sign in there',
      tag: 'Access',
      requires: 'public',
      status: 303,
      async handle(_call, request, response) {
        const { url, errand } = await provider.begin()
        const [previousSession, ...others] = readCookies(request.get('cookie'), cookieName(appUrl))
        const isOne = previousSession !== undefined && others.length === 0
        const kept: KeptErrand = { ...errand, ...(isOne && { previousSession }) }
        const sealed = box.seal(JSON.stringify(kept), errandOwner)
        response.setHeader('Set-Cookie', errandCookie(appUrl, sealed))
        redirect(response, url.href)
      },
    },
    {
      method: 'get',
      path: callbackPath,
      id: 'finishProviderSignIn',
      isAudited: 'when-noted',
      summary: 'Come back from the identity provider, signed in',
      tag: 'Access',
      requires: 'public',
      query: Object.fromEntries(returnedNames.map((name) => [name, returnedText])),
      status: 303,
      async handle(_call, request, response) {
        try {
          const errand = readErrand(request, parts)
          const returned = new URL(request.originalUrl, appUrl)
          const claims = await provider.finish(returned, errand)
          const { previousSession } = errand
          const device = { ...deviceOf(request, appUrl), previousSession }
          const signedIn = await welcomeFrom(claims, device)
          setCookies(appUrl, signedIn, response)
          redirect(response, `${appUrl}/`)
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          redirect(response, `${appUrl}/sign-in?problem=${error.code}`)
        }
      },
    },
  ]
}

/** What providers add to the redirect URI; anything else is refused. */
const returnedNames = [
  'code',
  'state',
  'iss',
  'session_state',
  'error',
  'error_description',
  'scope',
]
const returnedText = {
  description: 'From the identity provider.',
  schema: { type: 'string', maxLength: 4_000 },
}

function redirect(response: Response, url: string): void {
  response.setHeader('Cache-Control', 'no-store')
  response.redirect(303, url)
}

function readErrand(request: Request, { appUrl, box }: ProviderParts): KeptErrand {
  const [sealed, ...others] = readCookies(request.get('cookie'), cookieName(appUrl, 'errand'))
  if (sealed === undefined || others.length > 0) throw lost()
  try {
    return JSON.parse(box.open(sealed, errandOwner)) as KeptErrand
  } catch {
    throw lost()
  }
}

const lost = (): Problem =>
  new Problem('identity-refused', 'The sign-in was not begun in this browser, or too long ago.')
