import { rotateKey } from '../ledger/index.ts'
import { openLedgerKeys } from '../storage/files/ledger-keys.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const rotateLedgerKeyCommand: Command = {
  name: 'ledger rotate-key',
  summary: 'Sign the verifiable log with a new key from now on',
  details: `Makes a key in the data folder, and an entry of the log that the key before and the new one signed. A running server signs with the new
one at once. Keep the file of the one before: backups of earlier days need it to go on. Give auditors the new verifier key.

JSON: { key }`,
  options: {},
  examples: ['ledger rotate-key'],
  audited: { operation: 'rotateLedgerKey', kind: 'change' },
  run: ({ env }) =>
    withInstallation(env, async ({ config, storage, clock }) => {
      const keys = openLedgerKeys(config)
      const key = await rotateKey({ store: storage, clock, keys })
      return { json: { key }, text: `The log is signed with ${key} from now on.` }
    }),
}
