import { secretBox } from '../../src/base/secret-box.ts'
import { newErasure } from '../../src/erasure/begin-erasure.ts'
import { findSubject } from '../../src/erasure/find-subject.ts'
import {
  type CarryOutParts,
  type ErasingStore,
  type Erasure,
  identifierHash,
} from '../../src/erasure/index.ts'
import type { TextPlace } from '../../src/erasure/store.ts'
import type { Storage } from '../../src/storage/port.ts'
import { erasable, idOf, other, sharedClass } from './erasable-person.ts'

const key = Buffer.alloc(32, 7)
const appUrl = 'https://hocba.example.vn'
const box = secretBox(key, 'erasures under way')
/** Later than any act, so that none waits for other processes. */
const clock = () => new Date('2026-03-03T08:00:00.000Z')

/** The store as the erasure sees it. */
export function erasingStore(storage: Storage): ErasingStore {
  const { findPerson, findClass, listDestinations } = storage
  const { listAttachments, readAttachment, consistentThrough } = storage
  const statements = { listAttachments, readAttachment, consistentThrough }
  return { ...storage.erasing, findPerson, findClass, listDestinations, ...statements }
}

/** What carries acts out on a store: no imports, no verifiable log. @param dataFolder where the list of erasures goes */
export const erasingParts = (storage: Storage, dataFolder: string): CarryOutParts => ({
  store: erasingStore(storage),
  clock,
  appUrl,
  box,
  hash: identifierHash(key),
  dataFolder,
  importFiles: {
    async *olderThan() {},
  } as unknown as CarryOutParts['importFiles'],
  flush: async () => undefined,
  observer: { prepare: async () => undefined, erased: async () => undefined },
})

/** Orders the erasure of a learner: always the same act, so that what becomes of it can be compared. */
export async function orderErasure(storage: Storage, person: string): Promise<Erasure> {
  const store = erasingStore(storage)
  const { identity } = await findSubject(store, appUrl)({ person })
  const erasure: Erasure = {
    ...newErasure({ box, clock }, { id: idOf(91), pseudonym: 'erased-0123456789abcdef', identity }),
    createdAt: new Date('2026-03-02T08:00:00.000Z'),
    basis: 'request',
    reason: 'Đơn',
    approver: 'Hiệu trưởng',
    by: { kind: 'command', id: 'cli', name: 'hocba' },
    isLinked: true,
    isReplay: false,
  }
  await store.transact((tx) => tx.insertErasure(erasure))
  return erasure
}

/** What a store answers of everything that an act touches; times and positions that differ between two stores are left out. */
export async function snapshotOf(storage: Storage) {
  const erasing = storage.erasing
  const texts = async (place: TextPlace) => (await allTexts(storage, place)).sort()
  const statements: string[] = []
  for (let after: string | undefined = '0'; after !== undefined; ) {
    const page = await erasing.scanStatements(after, 1_000)
    statements.push(...page.items.map(({ json }) => withoutTime(json.toString())))
    after = page.end
  }
  const acts = (await erasing.listErasures({ limit: 100 })).items
  const questions = await storage.listQuestions(idOf(41))
  const responses: string[] = []
  for (const { key: question } of questions) {
    responses.push(...(await storage.listResponses(question)).values())
  }
  const people = await storage.searchPeople([], { limit: 100 }, 'everywhere')
  return {
    statements,
    // The numbers of collections and files are the engine's.
    acts: acts.map(({ counts, sealedLine: _line, ...act }) => ({
      ...act,
      statements: counts.statements,
    })),
    responses: responses.filter((text) => text !== ''),
    people: people.items.map(({ id }) => id),
    audit: await texts('audit'),
    requests: await texts('request'),
    documents: await texts('document'),
    definitions: await texts('definition'),
    versions: await texts('version'),
    credentials: await texts('credential'),
    registrations: (await erasing.personTraces([erasable.id, other.id])).registrations,
    classSize: (await storage.findClass(sharedClass))?.learners,
  }
}

const withoutTime = (json: string): string => json.replace(/"stored":"[^"]*"/, '"stored":""')

async function allTexts(storage: Storage, place: TextPlace): Promise<string[]> {
  const found: string[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await storage.erasing.scanTexts(place, after, 100)
    found.push(...page.items.map(({ text }) => text))
    after = page.end
  }
  return found
}
