/**
 * Writes until the disk is full, makes room, and writes again; prints what happened as JSON. Run by
 * storage-full-disk.test.ts on a file system of a few megabytes: node fill-disk.ts FOLDER
 */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { Problem } from '../../src/base/problem.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/open-storage.ts'
import { preparedStatement } from '../support/prepared-statements.ts'

const folder = process.argv[2]!
const ballast = join(folder, 'ballast')
writeFileSync(ballast, Buffer.alloc(1_500_000))

const fatal: unknown[] = []
const open = () =>
  openSqliteStorage(join(folder, 'data'), systemClock, { onFatal: (error) => fatal.push(error) })
let storage = open()
const acknowledged: string[] = []
const refusals = new Set<string>()

async function write(): Promise<void> {
  const batch = Array.from({ length: 20 }, () => preparedStatement({ content: 'x'.repeat(1000) }))
  try {
    await storage.transact((tx) => tx.insertStatements(batch))
    acknowledged.push(...batch.map(({ id }) => id))
  } catch (error) {
    refusals.add(error instanceof Problem ? error.code : String(error))
  }
}

const missing = async () => {
  const { items } = await storage.queryStatements({ agent: 'an' }, { limit: 1_000_000 })
  const stored = new Set(items.map(({ id }) => id))
  return acknowledged.filter((id) => !stored.has(id)).length
}

while (refusals.size === 0) await Promise.all([write(), write(), write()])
for (let again = 0; again < 5; again++) await write()
const acknowledgedAndMissing = await missing()
rmSync(ballast)
const before = acknowledged.length
await write()
const storedAfterRoomWasMade = acknowledged.length > before
await storage.close()
storage = open()
const intactWhenOpenedAgain = (await missing()) === 0
await storage.close()
console.log(
  JSON.stringify({
    acknowledged: before,
    refusals: [...refusals],
    fatal: fatal.length,
    acknowledgedAndMissing,
    storedAfterRoomWasMade,
    intactWhenOpenedAgain,
  }),
)
