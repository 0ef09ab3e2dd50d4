import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { newUuid } from '../../../src/base/ids.ts'
import { catchUpStep, startCatchUp } from '../../../src/questions/catch-up.ts'
import { listQuestions } from '../../../src/questions/list-questions.ts'
import { createRegistration } from '../../../src/registrations/index.ts'
import { openSqliteStorage } from '../../../src/storage/sqlite/open-storage.ts'
import { insertPrepared, prepareStatement } from '../../../src/xapi/index.ts'
import { appUrl, courseOf, insertCourse, insertLearner, sco } from '../../support/launch-stage.ts'
import { temporaryStorage } from '../../support/storage.ts'

const now = () => new Date()

/** A store whose statements were written by a hocba that kept no answers. */
async function openOldStore(answers: number) {
  const { storage: old, folder, remove } = await temporaryStorage(now)
  const version = await insertCourse(old, courseOf(sco('one')), now())
  const learner = await insertLearner(old, 'Trần Thị Ánh', now())
  const { id } = await createRegistration(old, now)({ package: version.package, learner })
  const verbs = ['answered', 'responded', 'completed']
  const statements = Array.from({ length: answers }, (_, index) => ({
    id: newUuid(),
    actor: { account: { homePage: appUrl, name: learner } },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verbs[index % 3]}` },
    object: { id: `https://tool.example/q${index}`, definition: { interactionType: 'choice' } },
    result: { success: true, response: 'a' },
    context: { registration: id },
  }))
  const incoming = statements.map((statement) =>
    prepareStatement(statement, { authority: { mbox: 'mailto:a@b.example' } }),
  )
  await old.transact((tx) => insertPrepared(tx, incoming, { observers: [], origin: 'api' }))
  await old.close()
  forgetMigration(folder)
  const storage = openSqliteStorage(folder, now)
  return {
    storage,
    list: () => listQuestions(storage)(version.package, { which: 'first' }, []),
    async remove() {
      await storage.close()
      await remove().catch(() => undefined)
    },
  }
}

/** Takes the tables of this slice away, so that the next opening makes them as an upgrade does. */
function forgetMigration(folder: string): void {
  const database = new DatabaseSync(join(folder, 'hocba.db'))
  for (const table of [
    'answer_sheet',
    'answer',
    'question_response',
    'question_definition',
    'question',
    'answer_catch_up',
  ]) {
    database.exec(`DROP TABLE ${table}`)
  }
  database.exec(`DELETE FROM migration WHERE name = '0009-questions.sql'`)
  database.close()
}

describe('catching up after an upgrade', () => {
  test('reads every answer once, says until then that the list is not complete, and then never again', async () => {
    const store = await openOldStore(900)
    expect(await store.list()).toMatchObject({ isComplete: false, items: [] })
    const progress: { read: number; isDone: boolean }[] = []
    const done = Promise.withResolvers<void>()
    const work = startCatchUp(store.storage, {
      appUrl,
      tell(one) {
        progress.push(one)
        if (one.isDone) done.resolve()
      },
      mayWork: async () => true,
      report: done.reject,
    })
    await done.promise
    await work.stop()
    const { isComplete, items } = await store.list()
    expect(isComplete).toBe(true)
    expect(items).toHaveLength(600)
    expect(items.every(({ answered }) => answered === 1)).toBe(true)
    expect(progress.at(-1)).toEqual({ read: 600, isDone: true })
    expect(await catchUpStep(store.storage, appUrl)).toBeUndefined()
    await store.remove()
  }, 30_000)

  test('stops between steps, and goes on from there', async () => {
    const store = await openOldStore(900)
    await catchUpStep(store.storage, appUrl)
    const { items } = await store.list()
    expect(items).toHaveLength(200)
    while ((await catchUpStep(store.storage, appUrl)) !== undefined);
    expect((await store.list()).items).toHaveLength(600)
    await store.remove()
  }, 30_000)
})
