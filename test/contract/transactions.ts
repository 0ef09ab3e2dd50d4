import { preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

export const transactions: Chapter = (engine) => {
  const store = freshStore(engine)

  test('transact() answers with what its callback returns', async () => {
    expect(await store.storage.transact(async () => 'done')).toBe('done')
  })

  test('transact() makes what was written readable before it answers', async () => {
    const statement = preparedStatement()
    await store.storage.transact((tx) => tx.insertStatements([statement]))
    expect(await store.storage.findStatement(statement.id, false)).toMatchObject({
      id: statement.id,
    })
  })

  test('transact() leaves nothing of a callback that throws, and passes its error on', async () => {
    const statement = preparedStatement()
    const failing = store.storage.transact(async (tx) => {
      await tx.insertStatements([statement])
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await store.storage.findStatement(statement.id, false)).toBeUndefined()
  })
}
