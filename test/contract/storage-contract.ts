import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { classes } from './classes.ts'
import { documents } from './documents.ts'
import { durability } from './durability.ts'
import type { Engine } from './engine.ts'
import { evidence } from './evidence.ts'
import { feeds } from './feeds.ts'
import { launch } from './launch.ts'
import { learned } from './learned.ts'
import { orderOfArrival } from './order-of-arrival.ts'
import { organisations } from './organisations.ts'
import { packages } from './packages.ts'
import { paging } from './paging.ts'
import { people } from './people.ts'
import { questions } from './questions.ts'
import { reach } from './reach.ts'
import { references } from './references.ts'
import { registrations } from './registrations.ts'
import { requests } from './requests.ts'
import { rowFilter } from './row-filter.ts'
import { statements } from './statements.ts'
import { transactions } from './transactions.ts'
import { transfer } from './transfer.ts'
import { voiding } from './voiding.ts'

/** Declares every chapter of the contract for one engine. */
export function storageContract(name: string, engine: Engine): void {
  describe(`${name} storage`, () => {
    describe('transactions', () => transactions(engine))
    describe('access', () => access(engine))
    describe('accounts and their roles', () => accounts(engine))
    describe('people', () => people(engine))
    describe('organisations', () => organisations(engine))
    describe('packages', () => packages(engine))
    describe('registrations', () => registrations(engine))
    describe('classes', () => classes(engine))
    describe('reach', () => reach(engine))
    describe('audit log', () => audit(engine))
    describe('evidence', () => evidence(engine))
    describe('questions', () => questions(engine))
    describe('launch', () => launch(engine))
    describe('statements', () => statements(engine))
    describe('what statements bring', () => learned(engine))
    describe('voiding', () => voiding(engine))
    describe('references', () => references(engine))
    describe('order of arrival', () => orderOfArrival(engine))
    describe('paging', () => paging(engine))
    describe('row filter', () => rowFilter(engine))
    describe('documents', () => documents(engine))
    describe('requests', () => requests(engine))
    describe('feeds', () => feeds(engine))
    describe('transfer', () => transfer(engine))
    describe('durability', () => durability(engine))
  })
}
