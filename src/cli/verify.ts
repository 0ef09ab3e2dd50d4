import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describeVerification, exportBundle, linesOf, verifyBundle } from '../ledger/index.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Check that no record was changed, removed or inserted since it was logged',
  details: `Reads the data folder, or a bundle that hocba ledger export wrote, and compares every record with the verifiable log. What was changed
is named; the exit status is then 1. Without a checkpoint that you kept elsewhere it shows that the records fit their log, and not that
the log is the one that was there before: whoever has the key and the database can rebuild it.

JSON: { isSound, entries, verified, checkpoints, key, root, findings: [{ verdict, about, reason }] }`,
  options: {
    bundle: { value: 'FILE', summary: 'A bundle instead of the data folder.' },
    checkpoint: {
      value: 'FILE',
      summary: 'A checkpoint that you kept.',
      isRepeatable: true,
    },
    key: { value: 'KEY', summary: 'The verifier key that you kept.' },
  },
  examples: [
    'verify --checkpoint checkpoint-2026-11-22.txt',
    'verify --bundle ledger.ndjson.gz --checkpoint checkpoint-2026-11-22.txt --json',
  ],
  async run({ env, folder, option, options }) {
    const key = option('key')
    const known = {
      checkpoints: (options('checkpoint') ?? []).map((path) =>
        readFileSync(resolve(folder, path), 'utf8'),
      ),
      ...(key !== undefined && { key }),
    }
    const bundle = option('bundle')
    const found =
      bundle !== undefined
        ? await verifyBundle(linesOf(resolve(folder, bundle)), known)
        : await withInstallation(env, ({ storage }) => verifyBundle(exportBundle(storage), known))
    return {
      json: found,
      text: describeVerification(found),
      ...(!found.isSound && { exitCode: 1 }),
    }
  },
}
