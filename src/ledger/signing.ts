import { Problem } from '../base/problem.ts'
import type { LedgerKeys } from './keys.ts'
import {
  type Checkpoint,
  checkpointText,
  openCheckpoint,
  originOf,
  readVerifierKey,
  verifierKeyOf,
} from './signed-note.ts'
import type { LedgerHead } from './store.ts'
import { GrowingTree } from './tree.ts'
import type { Signer } from './vouched-note.ts'

/** Why the log cannot go on. */
const haltReasons = {
  'key-missing':
    'The verifiable log was signed with a key that is not in the data folder: restore ledger.key from a backup.',
  'head-forged':
    'The head of the verifiable log is not what was signed: somebody changed the database. Keep a copy, and run hocba verify.',
} as const

/** The log is not built upon any more, until an operator has looked. */
const halted = (reason: keyof typeof haltReasons): Problem =>
  new Problem('ledger-halted', haltReasons[reason], { facts: { reason } })

/** Who signs the next head. @throws Problem `ledger-halted` */
export function signerOf(head: LedgerHead, keys: LedgerKeys): Signer {
  if (head.key === undefined) {
    const secret = keys.newest()
    return { key: verifierKeyOf(originOf(secret), secret), secret }
  }
  return signerWith(head.key, keys)
}

/** @throws Problem `ledger-halted` */
export function signerWith(key: string, keys: LedgerKeys): Signer {
  const secret = keys.find(publicBytesOf(key))
  if (!secret) throw halted('key-missing')
  return { key, secret }
}

function publicBytesOf(key: string): Buffer {
  try {
    return Buffer.from(readVerifierKey(key).key.export({ format: 'jwk' }).x!, 'base64url')
  } catch {
    throw halted('head-forged')
  }
}

/** Whether the key that signs now has signed exactly this tree, in exactly the words that hocba writes. */
export function isSigned({ size, peaks, checkpoint = '', key = '' }: LedgerHead): boolean {
  if (size === 0) return true
  try {
    const signed = openCheckpoint(checkpoint, key)
    const { root } = new GrowingTree(size, peaks)
    if (!signed || signed.size !== size || !signed.root.equals(root)) return false
    return checkpoint === rewritten(checkpoint, signed) && key === rewrittenKey(key)
  } catch {
    return false
  }
}

/** As hocba writes it: decoders take base64 with rubbish in it, and notes with more lines. */
function rewritten(checkpoint: string, signed: Checkpoint): string {
  const signature = Buffer.from(checkpoint.split('\n')[4]?.split(' ')[2] ?? '', 'base64')
  return `${checkpointText(signed)}\n— ${signed.origin} ${signature.toString('base64')}\n`
}

function rewrittenKey(text: string): string {
  const { origin, key } = readVerifierKey(text)
  return verifierKeyOf(origin, key)
}

/** @throws Problem `ledger-halted` unless the head is signed. */
export function requireSigned(head: LedgerHead): void {
  if (!isSigned(head)) throw halted('head-forged')
}

export const ledgerBehind = (): Problem =>
  new Problem('ledger-behind', 'The verifiable log has not reached what this is about.', {
    retryAfterSeconds: 2,
  })
