import { type AccessReader, type CredentialItem, credentialItem } from '../access/index.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const listCredentialsCommand: Command = {
  name: 'credential list',
  summary: 'List the credentials, newest first, without the revoked ones',
  details: `Secrets are stored as hashes and cannot be shown.

JSON: { items: [{ key, name, scopes, state: "active" | "expired", createdAt, lastUsedAt, expiresAt, previousSecretUntil, filter,
allowedOrigins, requestsPerMinuteMax }] }; what a credential does not have is absent.`,
  options: {},
  examples: ['credential list', 'credential list --json'],
  run: ({ env }) =>
    withInstallation(env, async ({ storage, clock }) => {
      const items = await allCredentials(storage, clock())
      return {
        json: { items },
        text: items.length === 0 ? 'There are no credentials.' : items.map(lineOf).join('\n'),
      }
    }),
}

async function allCredentials(store: AccessReader, now: Date): Promise<CredentialItem[]> {
  const items: CredentialItem[] = []
  let cursor: string | undefined
  do {
    const page = await store.listCredentials({ limit: 500, ...(cursor && { cursor }) })
    items.push(...page.items.map((credential) => credentialItem(credential, now)))
    cursor = page.cursor
  } while (cursor)
  return items
}

function lineOf(item: CredentialItem): string {
  const { key, name, scopes, state, expiresAt, lastUsedAt, previousSecretUntil } = item
  const limits = [item.filter && 'row filter', item.allowedOrigins && 'origins'].filter(Boolean)
  return [
    key,
    state,
    `"${name}"`,
    scopes.join(', '),
    ...limits,
    ...(expiresAt ? [`expires ${expiresAt}`] : []),
    ...(previousSecretUntil ? [`secret before until ${previousSecretUntil}`] : []),
    `last used ${lastUsedAt ?? 'never'}`,
  ].join('  ')
}
