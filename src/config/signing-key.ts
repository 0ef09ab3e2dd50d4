import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { ConfigError } from './values.ts'

/**
 * Reads the installation's signing key, 32 bytes, or makes it at the first start. It signs the paths of package files and
 * the cursors of statement pages; whoever has it can forge both, so others may not read the file.
 */
export function readSigningKey(path: string): Buffer {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, randomBytes(32))
    fsyncSync(file)
    closeSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = readFileSync(path)
  if (key.length !== 32) {
    throw new ConfigError(
      `The signing key ${path} has ${key.length} bytes instead of 32; it is damaged.`,
    )
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new ConfigError(`The signing key ${path} can be read by others; run: chmod 600 ${path}`)
  }
  return key
}
