import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { watchDisk } from '../../../src/storage/files/disk-space.ts'

const free = () => {
  const { bavail, bsize } = statfsSync(tmpdir())
  return bavail * bsize
}
const none = { diskReserveBytes: 1, diskReserveRecordsBytes: 1 }

describe('watchDisk()', () => {
  test('takes everything while there is room', async () => {
    const disk = watchDisk(tmpdir(), none)
    await disk.requireForUpload(1_000)
    await disk.requireForRecords()
    expect(await disk.takes()).toEqual({ uploads: true, records: true })
  })

  test('refuses an upload that would not leave the reserve, and still takes records', async () => {
    const disk = watchDisk(tmpdir(), { ...none, diskReserveBytes: 2 * free() })
    await expect(disk.requireForUpload(0)).rejects.toMatchObject({ code: 'disk-reserve-reached' })
    await disk.requireForRecords()
    expect(await disk.takes()).toEqual({ uploads: false, records: true })
    const announced = watchDisk(tmpdir(), none).requireForUpload(2 * free())
    await expect(announced).rejects.toMatchObject({ code: 'disk-reserve-reached' })
  })

  test('refuses records below the smaller reserve, with a time to try again', async () => {
    const disk = watchDisk(tmpdir(), { ...none, diskReserveRecordsBytes: 2 * free() })
    await expect(disk.requireForRecords()).rejects.toMatchObject({
      code: 'storage-unavailable',
      detail: { retryAfterSeconds: 60 },
    })
  })

  test('stops nobody on a disk that cannot be asked', async () => {
    await watchDisk('/no/such/folder', { ...none, diskReserveBytes: 2 ** 40 }).requireForUpload(1)
  })
})
