import { systemClock } from '../../../../src/base/clock.ts'
import { newUuid } from '../../../../src/base/ids.ts'
import type { Reach } from '../../../../src/base/reach.ts'
import type { Session } from '../../../../src/launch/index.ts'
import { engines } from '../../../../src/runtime/index.ts'
import { openMongodbStorage } from '../../../../src/storage/mongodb/open-storage.ts'
import type { Storage } from '../../../../src/storage/port.ts'
import type { Place } from '../../../contract/engine.ts'
import {
  classOf,
  insertSchool,
  organisation,
  person,
  registration,
} from '../../../contract/school.ts'
import { courseOf, sco } from '../../../support/launch-stage.ts'
import {
  serverHasTransactions,
  temporaryDatabase,
  testServerUrl,
} from '../../../support/mongodb.ts'

const describeRaces =
  testServerUrl !== undefined && (await serverHasTransactions()) ? describe : describe.skip

const rounds = 12
const attempt = engines.scorm12.start(
  courseOf(sco('one')),
  { id: 'a', name: '' },
  { credit: 'credit', lessonMode: 'normal' },
)

describeRaces('two nodes at once (needs HOCBA_TEST_MONGODB_URL, with transactions)', () => {
  let place: Place
  let one: Storage
  let other: Storage

  beforeEach(async () => {
    place = await temporaryDatabase()
    const open = async () =>
      (await openMongodbStorage(place.location, systemClock)) as unknown as Storage
    ;[one, other] = [await open(), await open()]
  })
  afterEach(async () => {
    await one.close()
    await other.close()
    await place.remove()
  })

  const inReach = async (reach: Reach) => {
    const { items } = await one.queryRegistrations({ isTrial: false, reach }, { limit: 9 })
    return new Set(items.map(({ id }) => id))
  }

  test('a learner who moves while being registered is found where they are', async () => {
    for (let round = 0; round < rounds; round++) {
      const [before, after] = [organisation(newUuid()), organisation(newUuid())]
      const learner = person('An', { organisation: before.id })
      await insertSchool(one, { organisations: [before, after], people: [learner] })
      const first = registration({ learner: learner.id })
      // The second on the same package changes nothing in the list of the learner's packages.
      await insertSchool(one, { registrations: [first] })
      const second = registration({ learner: learner.id, package: first.package })
      await Promise.all([
        one.transact((tx) => tx.replacePerson({ ...learner, organisation: after.id })),
        other.transact((tx) => tx.insertRegistration(second)),
      ])
      expect(await inReach({ peopleOf: [after.id] })).toEqual(new Set([first.id, second.id]))
    }
  })

  test('a class that gets and loses packages while its learners are registered has those it has', async () => {
    for (let round = 0; round < rounds; round++) {
      const [lost, got] = [newUuid(), newUuid()]
      const cohort = classOf(newUuid(), { packages: [lost] })
      const learners = [person('An'), person('Bình')] as const
      await insertSchool(one, {
        people: learners,
        classes: [cohort],
        members: learners.map(({ id }) => [cohort.id, id] as const),
      })
      const [onLost, onGot] = [
        registration({ learner: learners[0].id, package: lost }),
        registration({ learner: learners[1].id, package: got }),
      ]
      await Promise.all([
        one.transact((tx) => tx.replaceClass({ ...cohort, packages: [got] })),
        other.transact(async (tx) => {
          await tx.insertRegistration(onLost)
          await tx.insertRegistration(onGot)
        }),
      ])
      expect(await inReach({ class: [cohort.id] })).toEqual(new Set([onGot.id]))
    }
  })

  test('a session that begins sees what the one before has committed, or ends it', async () => {
    for (let round = 0; round < rounds; round++) {
      const of = { registration: newUuid(), number: 1 }
      const first = session(of.registration, 1)
      await one.transact(async (tx) => {
        await tx.insertLaunchSession(first)
        await tx.saveAttempt(of, attempt, 0)
      })
      const [isCommitted, revisionSeen] = await Promise.all([
        one.transact(async (tx) => {
          if ((await tx.headLaunchSession(of.registration))?.id !== first.id) return false
          await tx.updateLaunchSession({ ...first, lastEntry: 1 })
          await tx.saveAttempt(of, attempt, 1)
          return true
        }),
        other.transact(async (tx) => {
          const head = await tx.headLaunchSession(of.registration)
          const saved = await tx.findAttempt(of.registration)
          await tx.insertLaunchSession(session(of.registration, head!.epoch + 1))
          return saved?.revision
        }),
      ])
      expect(revisionSeen).toBe(isCommitted ? 2 : 1)
    }
  })

  test('the summary of a package has what learners on all nodes add at once', async () => {
    const id = newUuid()
    const add = (node: Storage) =>
      node.transact((tx) =>
        tx.addToSummary(id, { registrations: 1, 'completion/incomplete': 1, centiseconds: 250 }),
      )
    await Promise.all(Array.from({ length: 60 }, (_, index) => add(index % 2 ? one : other)))
    expect(await one.findSummaryFigures(id)).toEqual({
      registrations: 60,
      'completion/incomplete': 60,
      centiseconds: 15_000,
    })
  })

  test('one move at a time is begun to a version', async () => {
    for (let round = 0; round < rounds; round++) {
      const version = newUuid()
      const begin = (node: Storage) =>
        node.transact(async (tx) => {
          const running = (await tx.runningMoves()).find((move) => move.version === version)
          const wanted = {
            id: newUuid(),
            package: 'p',
            version,
            startedBy: 'a',
            startedAt: new Date(),
          }
          if (!running) await tx.insertVersionMove(wanted)
          return running?.id ?? wanted.id
        })
      const ids = await Promise.all([one, other, one, other].map(begin))
      expect(new Set(ids).size).toBe(1)
    }
  })

  const session = (of: string, epoch: number): Session => ({
    id: newUuid(),
    registration: of,
    epoch,
    tokenHash: newUuid(),
    state: 'live',
    attempt: 1,
    version: 'one',
    isEnded: false,
    startedAt: new Date(),
    seenAt: new Date(),
    lastEntry: 0,
  })
})
