import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Operation } from '../http/operation.ts'
import { changeCredential, rotateCredential } from './change-credential.ts'
import type { CredentialCheck } from './check-credential.ts'
import { createCredential } from './create-credential.ts'
import { type Credential, isExpired } from './credential.ts'
import { revokeCredential } from './revoke-credential.ts'
import type { AccessReader, AccessWriter } from './store.ts'
import type {
  ChangeCredential,
  CreateCredential,
  CreatedCredential,
  CredentialItem,
  CredentialLimits,
  RotatedCredential,
} from './wire.ts'

export interface CredentialParts {
  readonly store: AccessReader & Transactor<AccessWriter>
  readonly clock: Clock
  /** Origin of the console, without a slash at the end. */
  readonly appUrl: string
  readonly credentials: CredentialCheck
}

const tag = 'Access'

export const credentialOperations = (parts: CredentialParts): Operation[] => [
  listOperation(parts),
  createOperation(parts),
  changeOperation(parts),
  rotateOperation(parts),
  revokeOperation(parts),
]

const listOperation = ({ store, clock }: CredentialParts): Operation => ({
  method: 'get',
  path: '/credentials',
  id: 'listCredentials',
  summary: 'List the credentials of programs, newest first',
  tag,
  requires: 'credentials/read',
  reach: 'installation',
  query: pageParameters(),
  answer: 'api/credential-list',
  async handle({ query }) {
    const page = await store.listCredentials(pageOfQuery(query))
    return { ...page, items: page.items.map((item) => credentialItem(item, clock())) }
  },
})

function createOperation({ store, clock, appUrl }: CredentialParts): Operation {
  const create = createCredential(store, clock)
  return {
    method: 'post',
    path: '/credentials',
    id: 'createCredential',
    summary: 'Create a credential; its secret is in this answer and nowhere else',
    tag,
    requires: 'credentials/write',
    reach: 'installation',
    body: 'api/credential-create',
    answer: 'api/credential-created',
    status: 201,
    async handle({ body, principal }): Promise<CreatedCredential> {
      const created = await create({ ...(body as CreateCredential), by: principal })
      return {
        key: created.key,
        secret: created.secret,
        endpoint: `${appUrl}/xapi/`,
        name: created.name,
        scopes: created.scopes,
        ...limitsOf(created),
      }
    },
  }
}

function changeOperation({ store, clock, credentials }: CredentialParts): Operation {
  const change = changeCredential(store, clock)
  return {
    method: 'patch',
    path: '/credentials/{key}',
    id: 'changeCredential',
    summary: 'Change name, scopes or limits of a credential; null takes a limit away',
    tag,
    requires: 'credentials/write',
    reach: 'installation',
    body: 'api/credential-change',
    answer: 'api/credential',
    async handle({ params, body, principal }): Promise<CredentialItem> {
      const changed = await change(params.key!, body as ChangeCredential, principal)
      credentials.forget(changed.key)
      return credentialItem(changed, clock())
    },
  }
}

function rotateOperation({ store, clock, appUrl, credentials }: CredentialParts): Operation {
  const rotate = rotateCredential(store, clock)
  return {
    method: 'post',
    path: '/credentials/{key}/rotate',
    id: 'rotateCredential',
    summary: 'Give a credential a new secret; the one before works for some hours more',
    tag,
    requires: 'credentials/write',
    reach: 'installation',
    query: {
      overlapHours: {
        description:
          'For how many hours the secret before still works; 24 unless given, 0 ends it now.',
        schema: { type: 'integer', minimum: 0, maximum: 720 },
      },
    },
    answer: 'api/credential-rotated',
    async handle({ params, query, principal }): Promise<RotatedCredential> {
      const overlapHours = Number(query.overlapHours ?? 24)
      const { credential, secret } = await rotate(params.key!, overlapHours, principal)
      credentials.forget(credential.key)
      const { previousSecretUntil } = credentialItem(credential, clock())
      return {
        key: credential.key,
        secret,
        endpoint: `${appUrl}/xapi/`,
        ...(previousSecretUntil && { previousSecretUntil }),
      }
    },
  }
}

function revokeOperation({ store, clock, credentials }: CredentialParts): Operation {
  const revoke = revokeCredential(store, clock)
  return {
    method: 'delete',
    path: '/credentials/{key}',
    id: 'revokeCredential',
    summary: 'Revoke a credential at once and for good',
    tag,
    requires: 'credentials/write',
    reach: 'installation',
    status: 204,
    async handle({ params, principal }) {
      await revoke(params.key!, principal)
      credentials.forget(params.key!)
    },
  }
}

/** A credential as the API shows it. */
export function credentialItem(credential: Credential, now: Date): CredentialItem {
  const { key, name, scopes, createdAt, lastUsedAt, previousSecret } = credential
  const isOverlap = previousSecret !== undefined && previousSecret.until > now
  return {
    key,
    name,
    scopes,
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    state: isExpired(credential, now) ? 'expired' : 'active',
    ...(isOverlap && { previousSecretUntil: previousSecret.until.toISOString() }),
    ...limitsOf(credential),
  }
}

const limitsOf = ({
  expiresAt,
  filter,
  allowedOrigins,
  requestsPerMinuteMax,
}: Partial<Credential>): CredentialLimits => ({
  ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
  ...(filter && { filter }),
  ...(allowedOrigins && { allowedOrigins }),
  ...(requestsPerMinuteMax !== undefined && { requestsPerMinuteMax }),
})
