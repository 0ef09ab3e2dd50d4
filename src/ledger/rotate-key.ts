import { OperatorError } from '../base/operator-error.ts'
import { appendEntries, bringUpToDate, type LedgerParts } from './append-entries.ts'
import { readVerifierKey, verifierKeyOf } from './signed-note.ts'
import { ledgerBehind, requireSigned, signerOf } from './signing.ts'
import { type KeyChange, vouch } from './vouched-note.ts'

const noNewer =
  'The verifiable log is signed with the last of HOCBA_LEDGER_KEYS: put a new key behind it, on all nodes, start them anew, and try again.'

/**
 * Signs with a new key from now on. A leaf that both keys signed says so, therefore whoever trusts the old one can trust the new
 * one. The old one stays in the data folder, and signs no more.
 * @returns the new verifier key
 * @throws OperatorError where keys are given from outside, and there is no newer one
 * @throws Problem `ledger-halted`; `ledger-behind` while something else is noted, another change of the key perhaps
 */
export async function rotateKey(parts: LedgerParts): Promise<string> {
  const { store, clock, keys } = parts
  await bringUpToDate(parts)
  const secret = keys.add()
  const at = clock()
  const key = await store.transact(async (tx) => {
    const head = await tx.readLedgerHead()
    requireSigned(head)
    if (await tx.hasLedgerNotesAfter(head.cursors.note)) throw ledgerBehind()
    const before = signerOf(head, keys)
    const after = { key: verifierKeyOf(readVerifierKey(before.key).origin, secret), secret }
    if (after.key === before.key) throw new OperatorError(noNewer)
    const change: KeyChange = { from: before.key, to: after.key, at: at.toISOString() }
    await tx.addLedgerNote({ kind: 'key', at, text: vouch('key', change, [before, after]) })
    return after.key
  })
  await appendEntries(parts)
  return key
}
