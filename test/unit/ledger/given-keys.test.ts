import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { systemClock } from '../../../src/base/clock.ts'
import { bringUpToDate, rotateKey } from '../../../src/ledger/index.ts'
import { openLedgerKeys } from '../../../src/storage/files/ledger-keys.ts'
import { temporaryStorage } from '../../support/storage.ts'

const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey

describe('keys of the log that a setting gives', () => {
  test('sign on every node, and are changed by one that is put behind them', async () => {
    const { storage, folder, remove } = await temporaryStorage()
    const partsWith = (ledgerKeys: readonly KeyObject[]) => ({
      ...{ store: storage, clock: systemClock },
      keys: openLedgerKeys({ dataFolder: folder, ledgerKeys }),
    })
    const [first, second] = [newKey(), newKey()]
    await bringUpToDate(partsWith([first]))
    await expect(rotateKey(partsWith([first]))).rejects.toThrow(/put a new key behind it/)
    const rotated = await rotateKey(partsWith([first, second]))
    expect((await storage.readLedgerHead()).key).toBe(rotated)
    await expect(bringUpToDate(partsWith([first]))).resolves.toBe(0)
    await storage.transact((tx) =>
      tx.addLedgerNote({ kind: 'result', at: systemClock(), text: 'x' }),
    )
    await expect(bringUpToDate(partsWith([first]))).rejects.toMatchObject({ code: 'ledger-halted' })
    await expect(bringUpToDate(partsWith([first, second]))).resolves.toBe(1)
    expect(readdirSync(folder).filter((name) => name.endsWith('.key'))).toEqual([])
    await remove()
  })
})
