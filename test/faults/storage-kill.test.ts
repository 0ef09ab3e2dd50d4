import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import type { Storage } from '../../src/storage/port.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/open-storage.ts'
import { temporaryFolder } from '../support/storage.ts'

const rounds = 10
const program = join(import.meta.dirname, 'write-until-killed.ts')

/** Lets the program write for a while, kills it with no warning, and gives the batches that it acknowledged. */
async function writeAndKill(
  folder: string,
  log: string,
  milliseconds: number,
): Promise<string[][]> {
  const file = await open(log, 'w')
  const child = spawn(process.execPath, [program, folder], {
    stdio: ['ignore', file.fd, 'inherit'],
  })
  const ended = once(child, 'exit')
  while (!readFileSync(log, 'utf8').includes('stored') && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  child.kill('SIGKILL')
  expect((await ended)[1]).toBe('SIGKILL')
  await file.close()
  // The last line may have been cut short by the kill.
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => line.split(' ').slice(1))
}

/** Every statement that the lists lead to, by id. */
async function storedIds(storage: Storage): Promise<Set<string>> {
  const ids = new Set<string>()
  for (let caller = 0; caller < 8; caller++) {
    const filter = { agent: `caller ${caller}`, activity: 'lesson', verb: 'answered' }
    const { items } = await storage.queryStatements(filter, { limit: 1_000_000 })
    for (const { id } of items) ids.add(id)
  }
  return ids
}

/** As it is checked after each kill: all that was acknowledged, and each batch in full, in every list. */
async function expectStored(data: string, acknowledged: readonly string[][]): Promise<void> {
  const storage = openSqliteStorage(data, systemClock)
  try {
    const stored = await storedIds(storage)
    expect(acknowledged.flat().filter((id) => !stored.has(id))).toEqual([])
    expect(stored.size % 3).toBe(0)
    const all = await storage.queryStatements({}, { limit: 1_000_000 })
    expect(all.items).toHaveLength(stored.size)
  } finally {
    await storage.close()
  }
}

test(`kill -9 while writing, ${rounds} times over, loses nothing acknowledged and leaves no half batch`, async () => {
  const place = await temporaryFolder()
  const data = join(place.location, 'data')
  await mkdir(data)
  const acknowledged: string[][] = []
  for (let round = 0; round < rounds; round++) {
    const log = join(place.location, `acknowledged-${round}`)
    acknowledged.push(...(await writeAndKill(data, log, 30 + round * 15)))
    await expectStored(data, acknowledged)
  }
  expect(acknowledged.length).toBeGreaterThan(rounds)
  await place.remove()
})

test('three processes that create a store at once and write to it lose nothing when they are killed', async () => {
  const place = await temporaryFolder()
  const data = join(place.location, 'data')
  const logs = ['a', 'b', 'c'].map((name) => join(place.location, name))
  const acknowledged = await Promise.all(logs.map((log) => writeAndKill(data, log, 400)))
  for (const batches of acknowledged) expect(batches.length).toBeGreaterThan(0)
  await expectStored(data, acknowledged.flat())
  await place.remove()
})
