import { newUuid } from '../../../../src/base/ids.ts'
import {
  emptyLog,
  type NumberedLine,
  newest,
  sizeOf,
  splitLines,
} from '../../../../src/launch/session-log/bound-log.ts'
import { keepLog } from '../../../../src/launch/session-log/keep-log.ts'
import type { LogLine, PlayerLog } from '../../../../src/launch/session-log/log-line.ts'
import { listSessions, showSessionLog } from '../../../../src/launch/session-log/read-log.ts'
import { sweepSessionLogs } from '../../../../src/launch/session-log/sweep-session-logs.ts'
import { noCounts } from '../../../../src/runtime/index.ts'
import { openStage, type Stage } from '../../../support/launch-stage.ts'

const line = (value: string): LogLine => ({
  at: '2026-03-02T01:00:00.000Z',
  by: 'course',
  what: 'set',
  element: 'cmi.suspend_data',
  value,
})
const many = (count: number, value = 'x') =>
  Array.from({ length: count }, (_, index) => line(`${value} ${index}`))
const numbers = (lines: readonly NumberedLine[]) => lines.map(({ n }) => n)

describe('splitLines()', () => {
  test('fills the head once, and numbers what comes after it for the tail', () => {
    const bounds = { head: { lines: 3, bytes: 10_000 }, tail: { lines: 2, bytes: 10_000 } }
    const first = splitLines(emptyLog, many(2), bounds)
    expect([numbers(first.head), numbers(first.tail)]).toEqual([[1, 2], []])
    const then = splitLines(first.extent, many(5), bounds)
    expect([numbers(then.head), numbers(then.tail)]).toEqual([[3], [6, 7]])
    expect(then.extent).toMatchObject({ lines: 7, head: { lines: 3 }, tail: { lines: 2 } })
  })

  test('the head ends at the first line that does not fit, and stays without gaps', () => {
    const bounds = { head: { lines: 300, bytes: 400 }, tail: { lines: 700, bytes: 10_000 } }
    const split = splitLines(emptyLog, [line('a'), line('b'.repeat(500)), line('c')], bounds)
    expect([numbers(split.head), numbers(split.tail)]).toEqual([[1], [2, 3]])
  })
})

test('newest() takes the last lines as far as lines and bytes allow', () => {
  const { head } = splitLines(emptyLog, many(10))
  expect(numbers(newest(head, { lines: 3, bytes: 10_000 }))).toEqual([8, 9, 10])
  const { bytes } = sizeOf(head.slice(-2))
  expect(numbers(newest(head, { lines: 10, bytes }))).toEqual([9, 10])
  expect(newest(head, { lines: 10, bytes: 10 })).toEqual([])
})

describe('the log of a session', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.remove())

  const show = async () => {
    const { items } = await listSessions(stage.storage)(stage.registration, { limit: 50 })
    return showSessionLog(stage.storage)(stage.registration, items[0]!.id)
  }
  const player = (log: Partial<PlayerLog> = {}): PlayerLog => ({
    page: '00000000-0000-4000-8000-000000000001',
    from: 1,
    lines: [],
    counts: noCounts,
    ...log,
  })
  const failedCall = (element: string) =>
    ({ at: '2026-03-02T01:00:00.000Z', what: 'failed-call', element, error: '401' }) as const

  test('says in order what the course called, with long values cut', async () => {
    const page = await stage.start()
    page.open().set({ 'cmi.suspend_data': `${'đ'.repeat(199)}😀!` })
    await page.call('commit', '').set({ 'cmi.core.exit': 'suspend' }).finish().send()
    const { log } = await show()
    expect(log.map(({ n, what, by }) => [n, what, by])).toEqual([
      [1, 'open', 'player'],
      [2, 'initialize', 'course'],
      [3, 'set', 'course'],
      [4, 'commit', 'course'],
      [5, 'set', 'course'],
      [6, 'finish', 'course'],
    ])
    expect(log[2]).toMatchObject({ element: 'cmi.suspend_data', length: 202 })
    expect(log[2]!.value).toHaveLength(199)
    expect(log[2]!.value!.isWellFormed()).toBe(true)
  })

  test('is bounded: its first 300 lines, its last 700, and a count of all', async () => {
    const page = await stage.start()
    page.open()
    for (let round = 0; round < 25; round++) {
      for (let index = 0; index < 100; index++) {
        page.call('setValue', 'cmi.core.lesson_location', `${round} ${index}`)
      }
      await page.send()
    }
    const { log, lines, kept, facts } = await show()
    expect({ lines, kept, sets: facts.sets }).toEqual({ lines: 2_502, kept: 1_000, sets: 2_500 })
    expect(numbers(log.slice(0, 300))).toEqual(Array.from({ length: 300 }, (_, index) => index + 1))
    expect(numbers(log.slice(300))).toEqual(
      Array.from({ length: 700 }, (_, index) => 1_803 + index),
    )
  })

  test('stays below 200 KB however long its values are', async () => {
    const page = await stage.start()
    page.open()
    for (let round = 0; round < 12; round++) {
      for (let index = 0; index < 200; index++) {
        page.call('setValue', 'cmi.suspend_data', `${round} ${index} ${'ữ'.repeat(300)}`)
      }
      await page.send()
    }
    const { log, lines } = await show()
    expect(lines).toBe(2_402)
    expect(Buffer.byteLength(JSON.stringify(log))).toBeLessThan(201_000)
    expect(log.at(-1)!.n).toBe(2_402)
    expect(log[0]!.n).toBe(1)
  })

  test("takes the player's lines once, however often they come, and adds the counts of its pages", async () => {
    const page = await stage.start()
    page.open()
    const entries = page.takeUnsent()
    const send = (log: PlayerLog) =>
      stage.commit(page.token, { session: page.started.session, entries, log })
    const one = failedCall('cmi.core.nothing')
    const two = failedCall('cmi.core.neither')
    await send(player({ lines: [one], counts: { ...noCounts, failedCalls: 1 } }))
    await send(player({ lines: [one, two], counts: { ...noCounts, failedCalls: 2, getValues: 7 } }))
    await send(
      player({ from: 2, lines: [two], counts: { ...noCounts, failedCalls: 2, getValues: 9 } }),
    )
    const other = player({ page: newUuid(), counts: { ...noCounts, getValues: 1 } })
    await send(other)
    await send(other)
    const { log, counts } = await show()
    expect(log.filter(({ by, what }) => by === 'player' && what === 'failed-call')).toMatchObject([
      { element: 'cmi.core.nothing', error: '401' },
      { element: 'cmi.core.neither' },
    ])
    expect(counts).toEqual({ ...noCounts, failedCalls: 2, getValues: 10 })
  })

  test('says that the server closed a silent session, and that a late journal took that back', async () => {
    const page = await stage.start()
    await page.open().send()
    stage.wait(3_600)
    await stage.closeSilent()
    expect((await show()).log.slice(2)).toMatchObject([
      { what: 'closed', by: 'server' },
      { what: 'abandon', by: 'server' },
    ])
    expect((await show()).verdict).toContainEqual(
      expect.objectContaining({ point: 'ended-without-finish' }),
    )
    await page.set({ 'cmi.core.lesson_status': 'completed' }).finish().send()
    expect((await show()).log.slice(4)).toMatchObject([
      { what: 'reopened', by: 'server' },
      { what: 'set', value: 'completed' },
      { what: 'finish' },
    ])
    expect((await show()).verdict).toContainEqual(expect.objectContaining({ point: 'completed' }))
  })

  test('is of its own session, and only its own registration shows it', async () => {
    await (await stage.start()).open().send()
    await (await stage.start()).open().set({ 'cmi.core.score.raw': '8' }).send()
    const { items } = await listSessions(stage.storage)(stage.registration, { limit: 1 })
    const second = await showSessionLog(stage.storage)(stage.registration, items[0]!.id)
    expect(second.log.at(-1)).toMatchObject({ element: 'cmi.core.score.raw', value: '8' })
    await expect(showSessionLog(stage.storage)(newUuid(), items[0]!.id)).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('is forgotten when nothing was said for ninety days; its session stays', async () => {
    await (await stage.start()).open().send()
    const sweep = sweepSessionLogs(stage.storage, stage.now, { sessionLogDaysMax: 90 })
    stage.wait(89 * 86_400)
    expect(await sweep()).toBe(0)
    stage.wait(86_401)
    expect(await sweep()).toBe(1)
    expect(await show()).toMatchObject({ lines: 0, verdict: null, log: [] })
  })

  test('goes within its own bounds when they are smaller than what one commit brings', async () => {
    const id = (await stage.start()).started.session
    const bounds = { head: { lines: 2, bytes: 1_000 }, tail: { lines: 3, bytes: 1_000 } }
    const keep = (lines: readonly LogLine[]) =>
      stage.storage.transact((tx) =>
        keepLog(
          tx,
          { id, registration: stage.registration },
          { news: { lines }, now: stage.now(), bounds },
        ),
      )
    await keep(many(4))
    await keep(many(2))
    expect(numbers((await show()).log)).toEqual([1, 2, 4, 5, 6])
    await keep(many(20))
    expect(numbers((await show()).log)).toEqual([1, 2, 24, 25, 26])
  })
})
