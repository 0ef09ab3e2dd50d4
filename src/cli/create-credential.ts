import { type CredentialLimits, createCredential, defaultScopes } from '../access/index.ts'
import { scopes } from '../base/principal.ts'
import type { Command, CommandInput } from './command.ts'
import { withInstallation } from './installation.ts'

export const createCredentialCommand: Command = {
  name: 'credential create',
  summary: 'Create a key and secret for a program that sends or reads records',
  details: `The secret is shown this once; the store keeps only its hash. Programs use key and secret as user name and password of HTTP
Basic, at the endpoint (xAPI) and at /api/v1. A running server knows the credential at once.

Scopes: ${scopes.join(', ')}.
Without --scope: ${defaultScopes.join(', ')}.
With --activity it reads and writes only what is about these activities; with --origin no page of another origin can use it.

JSON: { key, secret, endpoint, name, scopes } and the limits given: expiresAt, filter, allowedOrigins.`,
  options: {
    name: { value: 'NAME', summary: 'What the credential is for.', isRequired: true },
    scope: { value: 'SCOPE', summary: 'What it may do.', isRepeatable: true },
    expires: { value: 'TIME', summary: 'When it ends, e.g. 2027-08-31T00:00:00Z.' },
    activity: { value: 'IRI', summary: 'An activity that it is limited to.', isRepeatable: true },
    origin: { value: 'ORIGIN', summary: 'An origin whose pages may use it.', isRepeatable: true },
  },
  examples: [
    'credential create --name Storyline',
    'credential create --name "Báo cáo" --scope all/read --json',
  ],
  audited: { operation: 'createCredential', kind: 'change' },
  run: ({ env, option, options }) =>
    withInstallation(env, async ({ config, storage, clock }) => {
      const create = createCredential(storage, clock)
      const limits = limitsOf({ option, options })
      const made = await create({ name: option('name')!, scopes: options('scope'), ...limits })
      const { key, secret, name } = made
      const endpoint = `${config.appUrl}/xapi/`
      return {
        json: { key, secret, endpoint, name, scopes: made.scopes, ...limits },
        text: `Credential "${name}" (${made.scopes.join(', ')}).
Endpoint  ${endpoint}
Key       ${key}
Secret    ${secret}
The secret is not shown again.`,
      }
    }),
}

function limitsOf({ option, options }: Pick<CommandInput, 'option' | 'options'>): CredentialLimits {
  const expiresAt = option('expires')
  const activities = options('activity')
  const allowedOrigins = options('origin')
  return {
    ...(expiresAt && { expiresAt }),
    ...(activities && { filter: { activities } }),
    ...(allowedOrigins && { allowedOrigins }),
  }
}
