import { openStage, type Stage, useInNode } from './stage.ts'
import { seenByAdlWrapper, useAdlWrapper } from './use-adl-wrapper.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.stop())

/** Version 0.2.3 is for Node alone: its module requires `request`, `url` and `crypto`, which no browser has. */
test('adl-xapiwrapper in Node sends, reads, keeps documents and sees errors', async () => {
  const seen = await useInNode('adl-xapiwrapper', useAdlWrapper, stage.connection('node'))
  expect(seen).toEqual(seenByAdlWrapper)
})
