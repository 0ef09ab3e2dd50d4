import * as oidc from 'openid-client'
import { Problem } from '../base/problem.ts'
import type { WantedGrant } from './give-role.ts'

/** How people sign in at an identity provider (OpenID Connect, authorization code with PKCE). */
export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret?: string
  /** What people call it. */
  readonly name: string
  /** Scopes to ask for, with spaces. */
  readonly scope: string
  /** The claim whose values are mapped to roles: text, or a list. */
  readonly roleClaim: string
  /** The role that each value of the claim gives. */
  readonly roles: ReadonlyMap<string, WantedGrant>
  /** The claim that holds the learner's code, if there is one. */
  readonly learnerClaim?: string
}

/** What is kept in the browser, sealed, while its owner is at the provider. */
export interface Errand {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** What the provider says of who signed in there. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string }

export interface IdentityProvider {
  readonly settings: ProviderSettings
  /** @throws Problem `identity-provider-unavailable`. */
  begin(): Promise<{ url: URL; errand: Errand }>
  /**
   * Redeems the code that the provider sent the browser back with.
   * @throws Problem `identity-refused` if anything about it is not as it was asked for, `identity-provider-unavailable`.
   */
  finish(returned: URL, errand: Errand): Promise<Claims>
}

/** @param redirectUri where the provider sends the browser back to. */
export function identityProvider(
  settings: ProviderSettings,
  redirectUri: string,
): IdentityProvider {
  let known: Promise<oidc.Configuration> | undefined
  const discovered = async (): Promise<oidc.Configuration> => {
    known ??= discover(settings)
    try {
      return await known
    } catch {
      known = undefined
      throw new Problem('identity-provider-unavailable', 'The identity provider does not answer.', {
        retryAfterSeconds: 10,
      })
    }
  }
  return {
    settings,
    async begin() {
      const configuration = await discovered()
      const errand = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: settings.scope,
        state: errand.state,
        nonce: errand.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(errand.verifier),
        code_challenge_method: 'S256',
      })
      return { url, errand }
    },
    async finish(returned, { state, nonce, verifier }) {
      const configuration = await discovered()
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, returned, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        return tokens.claims() as Claims
      } catch {
        // What exactly was wrong would help only who tries to get in.
        throw new Problem('identity-refused', 'The identity provider’s answer proves nobody.')
      }
    },
  }
}

const discover = ({ issuer, clientId, clientSecret }: ProviderSettings) =>
  oidc.discovery(
    new URL(issuer),
    clientId,
    undefined,
    clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret),
    {
      timeout: 10,
      // Configuration has made sure that plain http goes to this machine only.
      ...(issuer.startsWith('http:') && { execute: [oidc.allowInsecureRequests] }),
    },
  )
