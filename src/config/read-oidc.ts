import { ConfigError, type Environment, text, url } from './values.ts'

/**
 * The identity provider whose bearer tokens are taken, or undefined where none is configured. Its keys decide who comes in, so
 * they are fetched by https, or from this machine.
 */
export function readOidc(env: Environment) {
  const issuer = url(env, 'HOCBA_OIDC_ISSUER')
  const jwksUrl = url(env, 'HOCBA_OIDC_JWKS_URL')
  const audience = text(env, 'HOCBA_OIDC_AUDIENCE', { default: '' })
  if (!issuer) {
    const given = jwksUrl ? 'HOCBA_OIDC_JWKS_URL' : audience && 'HOCBA_OIDC_AUDIENCE'
    if (given) throw new ConfigError(`${given} is set, but HOCBA_OIDC_ISSUER is not.`)
    return undefined
  }
  if (!audience) {
    throw new ConfigError(
      'HOCBA_OIDC_AUDIENCE is not set; without it tokens that were meant for other servers would be taken here.',
    )
  }
  const scopeClaim = text(env, 'HOCBA_OIDC_SCOPE_CLAIM', { default: 'scope' })
  return Object.freeze({ issuer, audience, scopeClaim, ...(jwksUrl && { jwksUrl }) })
}
