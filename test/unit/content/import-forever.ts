import { Readable } from 'node:stream'
import { systemClock } from '../../../src/base/clock.ts'
import { openContent } from '../../../src/content/index.ts'
import { openLocalFiles } from '../../../src/storage/files/local-files.ts'
import { openSqliteStorage } from '../../../src/storage/sqlite/open-storage.ts'
import { zipWith } from './evil-zips.ts'

/** Imports packages into the data folder that is its argument, and says each version that is stored, until it is killed. */
const folder = process.argv[2]!
const store = openSqliteStorage(folder, systemClock)
const { importPackage } = openContent({
  store,
  files: await openLocalFiles(folder),
  clock: systemClock,
  limits: {
    packageBytesMax: 1e9,
    packageInflatedBytesMax: 1e9,
    packageEntriesMax: 1000,
    importSecondsMax: 60,
  },
})

for (let round = 0; ; round++) {
  const unique = `${process.pid}-${round}`
  const more = Array.from({ length: 30 }, (_, n) => ({
    name: `${n}.js`,
    content: `${unique}-${n}`,
  }))
  const zip = zipWith(more)
  const version = await importPackage(Readable.from([zip]), { fileName: 'x.zip', by: 'tester' })
  process.stdout.write(`${version.id}\n`)
}
