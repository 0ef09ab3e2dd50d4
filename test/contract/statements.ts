import { preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

export const statements: Chapter = (engine) => {
  const store = freshStore(engine)

  test('insertStatements() answers with the statements as stored, in order', async () => {
    const sent = [preparedStatement(), preparedStatement(), preparedStatement()]
    const stored = await store.storage.transact((tx) => tx.insertStatements(sent))
    expect(stored.map(({ id }) => id)).toEqual(sent.map(({ id }) => id))
  })
}
