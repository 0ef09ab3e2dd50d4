import { mongodbEngine, serverHasTransactions, testServerUrl } from '../support/mongodb.ts'
import { type ChapterName, storageContract } from './storage-contract.ts'

/** A chapter is named here as soon as what it tests is written. */
const written: readonly ChapterName[] = [
  'transactions',
  'statements',
  'what statements bring',
  'voiding',
  'references',
  'order of arrival',
  'paging',
  'row filter',
  'documents',
  'durability',
]

if (testServerUrl === undefined) {
  test.skip('mongodb storage (skipped: HOCBA_TEST_MONGODB_URL names no server)', () => undefined)
} else {
  storageContract('mongodb', mongodbEngine(await serverHasTransactions()), written)
}
