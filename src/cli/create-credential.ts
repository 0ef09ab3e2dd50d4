import { createCredential, defaultScopes } from '../access/index.ts'
import { scopes } from '../base/principal.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const createCredentialCommand: Command = {
  name: 'credential create',
  summary: 'Create a key and secret for a program that sends or reads records',
  details: `The secret is shown this once; the store keeps only its hash. Programs use key and secret as user name and password of HTTP
Basic, at the endpoint (xAPI) and at /api/v1. A running server knows the credential at once.

Scopes: ${scopes.join(', ')}.
Without --scope: ${defaultScopes.join(', ')}.

JSON: { key, secret, endpoint, name, scopes }`,
  options: {
    name: { value: 'NAME', summary: 'What the credential is for.', isRequired: true },
    scope: { value: 'SCOPE', summary: 'What it may do.', isRepeatable: true },
  },
  examples: [
    'credential create --name Storyline',
    'credential create --name "Báo cáo" --scope all/read --json',
  ],
  run: ({ env, option, options }) =>
    withInstallation(env, async ({ config, storage, clock }) => {
      const create = createCredential(storage, clock)
      const made = await create({ name: option('name')!, scopes: options('scope') })
      const { key, secret, name } = made
      const endpoint = `${config.appUrl}/xapi/`
      return {
        json: { key, secret, endpoint, name, scopes: made.scopes },
        text: `Credential "${name}" (${made.scopes.join(', ')}).
Endpoint  ${endpoint}
Key       ${key}
Secret    ${secret}
The secret is not shown again.`,
      }
    }),
}
