import { revokeCredential } from '../access/index.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const revokeCredentialCommand: Command = {
  name: 'credential revoke',
  summary: 'End a credential for good',
  details: `A running server refuses it within five seconds. Statements that it sent stay.

JSON: { key, revoked: true }`,
  argument: 'KEY',
  options: {},
  examples: ['credential revoke 5f0c2a9be1d24c1f8a3b7d6e90c41a22'],
  audited: { operation: 'revokeCredential', kind: 'change' },
  run: ({ env, argument }) =>
    withInstallation(env, async ({ storage, clock }) => {
      await revokeCredential(storage, clock)(argument)
      return { json: { key: argument, revoked: true }, text: `Revoked ${argument}.` }
    }),
}
