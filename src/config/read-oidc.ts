import { ConfigError, type Environment, text, url } from './values.ts'

/**
 * The identity provider: whose bearer tokens are taken (`oidc`), and where people sign in (`provider`). Its keys decide who comes
 * in, so they are fetched by https, or from this machine.
 */
export function readOidc(env: Environment) {
  const issuer = url(env, 'HOCBA_OIDC_ISSUER')
  const jwksUrl = url(env, 'HOCBA_OIDC_JWKS_URL')
  const audience = text(env, 'HOCBA_OIDC_AUDIENCE', { default: '' })
  const clientId = text(env, 'HOCBA_OIDC_CLIENT_ID', { default: '' })
  if (!issuer) {
    const given =
      (jwksUrl && 'HOCBA_OIDC_JWKS_URL') ||
      (audience && 'HOCBA_OIDC_AUDIENCE') ||
      (clientId && 'HOCBA_OIDC_CLIENT_ID')
    if (given) throw new ConfigError(`${given} is set, but HOCBA_OIDC_ISSUER is not.`)
    return {}
  }
  if (!audience && !clientId) {
    throw new ConfigError(
      'HOCBA_OIDC_AUDIENCE is not set; without it tokens that were meant for other servers would be taken here. To let people ' +
        'sign in, set HOCBA_OIDC_CLIENT_ID.',
    )
  }
  const scopeClaim = text(env, 'HOCBA_OIDC_SCOPE_CLAIM', { default: 'scope' })
  return {
    ...(audience && {
      oidc: Object.freeze({ issuer, audience, scopeClaim, ...(jwksUrl && { jwksUrl }) }),
    }),
    ...(clientId && { provider: readProvider(env, issuer, clientId) }),
  }
}

function readProvider(env: Environment, issuer: string, clientId: string) {
  const clientSecret = text(env, 'HOCBA_OIDC_CLIENT_SECRET', { default: '' })
  const learnerClaim = text(env, 'HOCBA_OIDC_LEARNER_CLAIM', { default: '' })
  return Object.freeze({
    issuer,
    clientId,
    ...(clientSecret && { clientSecret }),
    name: text(env, 'HOCBA_OIDC_NAME', { default: new URL(issuer).host }),
    scope: text(env, 'HOCBA_OIDC_SCOPES', { default: 'openid profile email' }),
    roleClaim: text(env, 'HOCBA_OIDC_ROLE_CLAIM', { default: 'roles' }),
    roles: readRoles(text(env, 'HOCBA_OIDC_ROLES', { default: '' })),
    ...(learnerClaim && { learnerClaim }),
  })
}

/** Roles that a claim can give, and where they hold unless the mapping says it. */
const placeOf = {
  administrator: 'installation',
  producer: 'own',
  'class-manager': 'installation',
  lecturer: 'installation',
  auditor: 'installation',
  'organisation-user': 'organisation',
  learner: 'own',
} as const

type RoleName = keyof typeof placeOf
interface MappedRole {
  readonly role: RoleName
  readonly place: {
    readonly kind: 'installation' | 'organisation' | 'class' | 'package' | 'own'
    readonly id?: string
  }
}

const mapping = /^(.+)=([a-z-]+)(?:@(organisation|class|package):([\w-]{1,100}))?$/

/** `value=role`, `value=role@class:ID`, with commas between. */
function readRoles(list: string): ReadonlyMap<string, MappedRole> {
  const parts = list
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  return new Map(parts.map((part) => [mapping.exec(part)?.[1] ?? '', readRole(part)]))
}

function readRole(part: string): MappedRole {
  const [, , name = '', kind, id] = mapping.exec(part) ?? []
  const isRole = Object.hasOwn(placeOf, name)
  const role = name as RoleName
  if (!isRole || (role === 'organisation-user' && !id)) {
    throw new ConfigError(
      `HOCBA_OIDC_ROLES has "${part}"; write value=role or value=role@class:ID, with a role of: ` +
        `${Object.keys(placeOf).join(', ')}. An organisation-user needs @organisation:ID.`,
    )
  }
  if (!kind || !id) return { role, place: { kind: placeOf[role] } }
  return { role, place: { kind: kind as 'organisation' | 'class' | 'package', id } }
}
