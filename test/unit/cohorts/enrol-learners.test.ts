import { changeClass, createClass } from '../../../src/cohorts/change-class.ts'
import { enrolLearners } from '../../../src/cohorts/enrol-learners.ts'
import type { Storage } from '../../../src/storage/port.ts'
import { insertSchool, version } from '../../contract/school.ts'
import { temporaryStorage } from '../../support/storage.ts'

const clock = () => new Date('2026-03-02T10:00:00Z')

describe('who is enrolled while the packages of the class change', () => {
  let place: Awaited<ReturnType<typeof temporaryStorage>>
  beforeAll(async () => {
    place = await temporaryStorage()
  })
  afterAll(() => place.remove())

  /** The store, in which something else happens just before the next transaction. */
  const interrupted = (storage: Storage, by: () => Promise<unknown>): Storage =>
    Object.create(storage, {
      transact: {
        value: async (...args: Parameters<Storage['transact']>) => {
          await by()
          return storage.transact(...args)
        },
      },
    })

  const newPackage = async (storage: Storage): Promise<string> => {
    const added = version('Bài')
    await insertSchool(storage, { versions: [added] })
    return added.package
  }
  const learnersOn = async (storage: Storage, id: string): Promise<number> =>
    (await storage.queryRegistrations({ isTrial: false, package: id }, { limit: 10 })).items.length

  test('is registered on what was put into it', async () => {
    const { storage } = place
    const added = await newPackage(storage)
    const { id } = await createClass(storage, clock)({ code: 'K1', name: 'Lớp' })
    const change = () => changeClass(storage, clock)(id, { packages: [added] })
    const people = [{ name: 'Nguyễn Văn An', code: 'HV-1' }]
    await enrolLearners(interrupted(storage, change), clock)(id, { people })
    expect(await learnersOn(storage, added)).toBe(1)
  })

  test('is registered when they enter between the reading of a change and its writing', async () => {
    const { storage } = place
    const added = await newPackage(storage)
    const { id } = await createClass(storage, clock)({ code: 'K2', name: 'Lớp' })
    const people = [{ name: 'Trần Thị Bình', code: 'HV-2' }]
    const enrol = () => enrolLearners(storage, clock)(id, { people })
    await changeClass(interrupted(storage, enrol), clock)(id, { packages: [added] })
    expect(await learnersOn(storage, added)).toBe(1)
  })
})
