import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { bringUpToDate, exportBundle } from '../ledger/index.ts'
import { openLedgerKeys } from '../storage/files/ledger-keys.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const exportLedgerCommand: Command = {
  name: 'ledger export',
  summary: 'Write all that somebody needs to verify the records without this installation',
  details: `Writes every entry of the verifiable log with what it stands for and its salt, the checkpoints and the signed head: one JSON object a
line. A file name that ends with .gz is compressed. Whoever has the file has the records of every learner.

Check it with hocba verify --bundle FILE, or without hocba: node src/ledger/verify-bundle.ts FILE, which is one file that needs nothing but
Node 24.

JSON: { file, entries, bytes }`,
  options: { out: { value: 'FILE', summary: 'The file to write.', isRequired: true } },
  examples: ['ledger export --out ledger.ndjson.gz'],
  audited: { operation: 'exportLedger', kind: 'read' },
  run: ({ env, folder, option }) =>
    withInstallation(env, async ({ config, storage, clock }) => {
      await bringUpToDate({ store: storage, clock, keys: openLedgerKeys(config) })
      const file = resolve(folder, option('out')!)
      let entries = 0
      const lines = async function* () {
        for await (const line of exportBundle(storage)) {
          if ('entry' in line) entries++
          yield `${JSON.stringify(line)}\n`
        }
      }
      const target = createWriteStream(`${file}.part`, { mode: 0o600 })
      try {
        if (file.endsWith('.gz')) await pipeline(Readable.from(lines()), createGzip(), target)
        else await pipeline(Readable.from(lines()), target)
        await rename(`${file}.part`, file)
      } catch (error) {
        await rm(`${file}.part`, { force: true })
        throw error
      }
      const { size: bytes } = await stat(file)
      return { json: { file, entries, bytes }, text: `${entries} entries, ${bytes} bytes: ${file}` }
    }),
}
