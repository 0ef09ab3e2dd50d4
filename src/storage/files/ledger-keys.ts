import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { createFile } from '../../base/whole-file.ts'
import type { LedgerKeys } from '../../ledger/keys.ts'

/** `ledger.key` is the first, `ledger-2.key` the second, ... Nothing but these is ever a key of the ledger. */
export const isLedgerKeyName = (name: string): boolean => /^ledger(-\d{1,4})?\.key$/.test(name)

const numberOf = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 1)

const nameOf = (number: number): string => (number === 1 ? 'ledger.key' : `ledger-${number}.key`)

interface LedgerKeyPlace {
  readonly dataFolder: string
  /** Given by a setting, the oldest first; the data folder is not looked at then. */
  readonly ledgerKeys?: readonly KeyObject[] | undefined
}

/** The keys that sign the ledger. @throws OperatorError if one is damaged or can be read by others */
export const openLedgerKeys = ({ dataFolder, ledgerKeys }: LedgerKeyPlace): LedgerKeys =>
  ledgerKeys ? keysGiven(ledgerKeys) : keysIn(dataFolder)

const isOf =
  (publicKey: Buffer) =>
  (key: KeyObject): boolean =>
    createPublicKey(key).export({ format: 'jwk' }).x === publicKey.toString('base64url')

function keysGiven(keys: readonly KeyObject[]): LedgerKeys {
  const newest = () => keys.at(-1)!
  return { newest, find: (publicKey) => keys.find(isOf(publicKey)), add: newest }
}

/**
 * One file each in the data folder, readable by nobody else. Another process may add one at any time, so what is not known is
 * looked for again.
 */
function keysIn(folder: string): LedgerKeys {
  const known = new Map<string, KeyObject>()
  const namesNow = () =>
    readdirSync(folder)
      .filter(isLedgerKeyName)
      .sort((a, b) => numberOf(a) - numberOf(b))
  const keyIn = (name: string): KeyObject => {
    const key = known.get(name) ?? readKey(join(folder, name))
    known.set(name, key)
    return key
  }
  namesNow().forEach(keyIn)
  const add = (): KeyObject => {
    for (;;) {
      const number = Math.max(0, ...namesNow().map(numberOf)) + 1
      if (writeKey(folder, nameOf(number))) return keyIn(nameOf(number))
    }
  }
  return {
    newest() {
      const newest = namesNow().at(-1)
      if (newest !== undefined) return keyIn(newest)
      // If another process was faster, its key counts.
      writeKey(folder, nameOf(1))
      return keyIn(nameOf(1))
    },
    find(publicKey) {
      const isIt = isOf(publicKey)
      return [...known.values()].find(isIt) ?? namesNow().map(keyIn).find(isIt)
    },
    add,
  }
}

function readKey(path: string): KeyObject {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new OperatorError(
      `The ledger's key ${path} can be read by others; run: chmod 600 ${path}`,
    )
  }
  try {
    const key = createPrivateKey(readFileSync(path))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below.
  }
  throw new OperatorError(
    `The ledger's key ${path} is damaged. Restore it from the last backup; what it signed stays verifiable.`,
  )
}

/** @returns false if there is a file of this name. */
function writeKey(folder: string, name: string): boolean {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = String(privateKey.export({ format: 'pem', type: 'pkcs8' }))
  return createFile(join(folder, name), pem)
}
