import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { replaceFile } from '../../base/whole-file.ts'
import { listName } from '../../erasure/index.ts'
import { isLedgerKeyName } from '../../storage/files/ledger-keys.ts'
import type { Environment } from '../installation.ts'

/**
 * Copies the keys and the list of erasures that lie beside the records into the data folder of the target, readable by nobody
 * else. What is there already, and the same or the beginning of it, is completed.
 * @throws OperatorError if there are others, which belong to other records, or if the source has no signing key that is known
 */
export function carryKeys(from: string, to: string, env: Environment): void {
  const isGiven = env.HOCBA_SIGNING_KEY !== undefined || env.HOCBA_SIGNING_KEY_FILE !== undefined
  if (!isGiven && !existsSync(join(from, 'signing.key'))) {
    throw new OperatorError(
      `The signing key of the source is not in ${from}. Give HOCBA_DATA, the data folder of its server, or HOCBA_SIGNING_KEY.`,
    )
  }
  if (resolve(from) === resolve(to) || !existsSync(from)) return
  mkdirSync(to, { recursive: true, mode: 0o700 })
  const names = readdirSync(from).filter(
    (name) => name === 'signing.key' || name === listName || isLedgerKeyName(name),
  )
  for (const name of names) {
    const content = readFileSync(join(from, name))
    const path = join(to, name)
    const known = existsSync(path) ? readFileSync(path) : undefined
    if (known?.equals(content)) continue
    const isBeginning = name === listName && known?.equals(content.subarray(0, known.length))
    if (known && !isBeginning) {
      throw new OperatorError(
        `${path} is another one than ${join(from, name)}: it belongs to other records. Move it away, or give another folder.`,
      )
    }
    replaceFile(path, content)
  }
}
