import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { identifierHash } from '../../erasure/index.ts'
import type { Manifest } from './manifest.ts'

/**
 * Looks whether the records of a backup can be used with the signing key that the installation will have.
 * @param given by a setting, which counts before the one in the backup
 * @throws OperatorError
 */
export function checkKey(folder: string, manifest: Manifest, given: Buffer | undefined): void {
  if (manifest.hasKey === false) {
    if (given === undefined) {
      throw new OperatorError(
        `${folder} has no signing key, since HOCBA_SIGNING_KEY gave it when the backup was taken. Give the same one.`,
      )
    }
    if (identifierHash(given)('') !== manifest.installation) throw another(folder)
    return
  }
  if (given && !readFileSync(join(folder, 'signing.key')).equals(given)) throw another(folder)
}

const another = (folder: string): OperatorError =>
  new OperatorError(
    `HOCBA_SIGNING_KEY is another key than that of ${folder}, and its records can be used with that one only.`,
  )
