import { sqliteEngine } from '../support/storage.ts'
import { storageContract } from './storage-contract.ts'

storageContract('sqlite', sqliteEngine)
