import { jest } from '@jest/globals'
import { mongodbEngine, serverHasTransactions, testServerUrl } from '../support/mongodb.ts'
import { type ChapterName, storageContract } from './storage-contract.ts'

// The server that CI builds does some thousand operations a second, on a busy machine a tenth of it.
jest.setTimeout(120_000)

/** A chapter is named here as soon as what it tests is written. */
const written: readonly ChapterName[] = [
  'transactions',
  'access',
  'accounts and their roles',
  'people',
  'organisations',
  'classes',
  'reach',
  'packages',
  'audit log',
  'registrations',
  'evidence',
  'launch',
  'version moves',
  'questions',
  'statements',
  'what statements bring',
  'voiding',
  'references',
  'order of arrival',
  'paging',
  'row filter',
  'documents',
  'requests',
  'feeds',
  'transfer',
  'ledger',
  'erasing',
  'durability',
]

if (testServerUrl === undefined) {
  test.skip('mongodb storage (skipped: HOCBA_TEST_MONGODB_URL names no server)', () => undefined)
} else {
  const isWithout = process.env.HOCBA_TEST_MONGODB_WITHOUT_TRANSACTIONS === 'true'
  storageContract('mongodb', mongodbEngine(!isWithout && (await serverHasTransactions())), written)
}
