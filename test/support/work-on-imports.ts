import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { readConfig } from '../../src/config/index.ts'
import { openStore } from '../../src/open-store.ts'
import { openLocalFiles } from '../../src/storage/files/local-files.ts'
import { openImports } from '../../src/transfer/index.ts'

/**
 * Works on imports in a process of its own, which a test can kill.
 * @param argv[2] hours that its clock is ahead, so that nobody's lease holds it up.
 */
const hours = Number(process.argv[2])
const clock = () => new Date(Date.now() + hours * 3_600_000)
const config = readConfig(process.env)
const store = await openStore(config, systemClock)
const importFiles = await openLocalFiles(join(config.dataFolder, 'imports'))
const report = (error: unknown) => process.stderr.write(`${error}\n`)
const worker = openImports({ ...config, store, clock, importFiles }, { observers: [], report })
while (await worker.runNext());
await store.close()
