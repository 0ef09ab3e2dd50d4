import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createFile } from '../base/whole-file.ts'
import { ConfigError } from './values.ts'

/**
 * Reads the installation's signing key, 32 bytes, or makes it at the first start. It signs the paths of package files and
 * the cursors of statement pages, and seals the secrets of webhooks and forwardings; whoever has it can forge the ones and
 * read the others, so nobody else may read the file.
 * @param given by a setting: it counts, and no file is made
 * @throws ConfigError if the folder has data and no key: it was restored or copied without it; if it has another than is given.
 */
export function readSigningKey(folder: string, given?: Buffer): Buffer {
  const path = join(folder, 'signing.key')
  if (given) {
    if (existsSync(path) && !readFileSync(path).equals(given)) throw new ConfigError(another(path))
    return given
  }
  if (!existsSync(path)) {
    if (existsSync(join(folder, 'hocba.db'))) throw new ConfigError(missing(path))
    createFile(path, randomBytes(32))
  }
  const key = readFileSync(path)
  if (key.length !== 32) {
    throw new ConfigError(
      `The signing key ${path} has ${key.length} bytes instead of 32; it is damaged. Restore it from the last backup.`,
    )
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new ConfigError(`The signing key ${path} can be read by others; run: chmod 600 ${path}`)
  }
  return key
}

const another = (path: string): string =>
  `HOCBA_SIGNING_KEY is another key than ${path}, and what is stored can be read with one of them only. Give the one of the file, or move ` +
  `the file away if it belongs to other data.`

const missing = (path: string): string =>
  `The signing key ${path} is missing beside a database that is not new. Restore it from the last backup; if it is lost, make ` +
  `a new one, which ends the courses that are open now: (umask 077; head -c 32 /dev/urandom > ${path})`
