import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { LedgerKeys } from '../../src/ledger/keys.ts'
import { publicBytes } from '../../src/ledger/signed-note.ts'

/** Keys in memory. */
export function keysInMemory(): LedgerKeys {
  const keys: KeyObject[] = []
  const add = () => {
    keys.push(generateKeyPairSync('ed25519').privateKey)
    return keys.at(-1)!
  }
  return {
    add,
    newest: () => keys.at(-1) ?? add(),
    find: (publicKey) => keys.find((key) => publicBytes(key).equals(publicKey)),
  }
}
