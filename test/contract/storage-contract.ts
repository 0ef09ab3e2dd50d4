import { access } from './access.ts'
import type { Engine } from './engine.ts'
import { people } from './people.ts'
import { statements } from './statements.ts'
import { transactions } from './transactions.ts'

/** Declares every chapter of the contract for one engine. */
export function storageContract(name: string, engine: Engine): void {
  describe(`${name} storage`, () => {
    describe('transactions', () => transactions(engine))
    describe('access', () => access(engine))
    describe('people', () => people(engine))
    describe('statements', () => statements(engine))
  })
}
