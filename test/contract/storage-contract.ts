import type { Engine } from './engine.ts'
import { statements } from './statements.ts'
import { transactions } from './transactions.ts'

/** Declares every chapter of the contract for one engine. */
export function storageContract(name: string, engine: Engine): void {
  describe(`${name} storage`, () => {
    describe('transactions', () => transactions(engine))
    describe('statements', () => statements(engine))
  })
}
