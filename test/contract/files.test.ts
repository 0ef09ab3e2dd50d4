import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { GridFSBucket } from 'mongodb'
import { systemClock } from '../../src/base/clock.ts'
import { openLocalFiles } from '../../src/storage/files/local-files.ts'
import { connect } from '../../src/storage/mongodb/connect.ts'
import { openGridfsFiles } from '../../src/storage/mongodb/gridfs-files.ts'
import { temporaryDatabase, testServerUrl } from '../support/mongodb.ts'
import { type FilesEngine, filesContract } from './files.ts'

const bucketName = 'packageFiles'
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'hocba-files-'))

filesContract('a folder', {
  async open() {
    const folder = newFolder()
    return {
      files: await openLocalFiles(folder),
      other: await openLocalFiles(folder),
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    }
  },
})

const gridfs: FilesEngine = {
  async open(clock) {
    const [place, folder] = [await temporaryDatabase(), newFolder()]
    const client = await connect(place.location)
    return {
      files: await openGridfsFiles(client, join(folder, 'one'), { clock, bucketName }),
      other: await openGridfsFiles(client, join(folder, 'other'), { clock, bucketName }),
      async remove() {
        await client.close()
        await place.remove()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

if (testServerUrl === undefined) {
  test.skip('files in GridFS (skipped: HOCBA_TEST_MONGODB_URL names no server)', () => undefined)
} else {
  filesContract('GridFS', gridfs)

  test('an upload whose node died before it named its content is swept, and no other', async () => {
    const [place, folder] = [await temporaryDatabase(), newFolder()]
    const client = await connect(place.location)
    const files = await openGridfsFiles(client, folder, { clock: systemClock, bucketName })
    const bucket = new GridFSBucket(client.db(), { bucketName })
    const abandoned = bucket.openUploadStream('0'.repeat(64))
    await new Promise<void>((resolve) => abandoned.end('half', resolve))
    const { sha256 } = await files.put(Readable.from([Buffer.from('whole')]), 100)
    await files.removeTempOlderThan(new Date(Date.now() + 60_000))
    const left = await bucket.find().toArray()
    expect(left.map(({ filename }) => filename)).toEqual([sha256])
    await client.close()
    await place.remove()
    rmSync(folder, { recursive: true, force: true })
  })
}
