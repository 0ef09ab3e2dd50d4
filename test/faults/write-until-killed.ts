/**
 * Writes statements with many callers at once, and prints `stored <id>` once a statement is acknowledged, until it is
 * killed. Run by storage-kill.test.ts: node write-until-killed.ts FOLDER
 */
import { writeSync } from 'node:fs'
import { systemClock } from '../../src/base/clock.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/open-storage.ts'
import { preparedStatement } from '../support/prepared-statements.ts'

const storage = openSqliteStorage(process.argv[2]!, systemClock)

async function writeForEver(caller: number): Promise<void> {
  for (;;) {
    const batch = [1, 2, 3].map(() => preparedStatement({ agent: `caller ${caller}` }))
    await storage.transact((tx) => tx.insertStatements(batch))
    writeSync(1, `stored ${batch.map(({ id }) => id).join(' ')}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, (_, caller) => writeForEver(caller)))
