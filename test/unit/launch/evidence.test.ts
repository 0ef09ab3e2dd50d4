import { FetchedFiles, fileKey, launchFileKey } from '../../../src/launch/evidence/fetched-files.ts'
import { keepFetchedFiles } from '../../../src/launch/evidence/observe-commit.ts'
import { describeRegistration, filesCountMax } from '../../../src/registrations/index.ts'
import { courseOf, openStage, type Stage, sco, verbName } from '../../support/launch-stage.ts'

describe('FetchedFiles', () => {
  test('counts a file once, whatever its letter case and Unicode form', () => {
    const files = new FetchedFiles()
    for (const path of ['Bài/Một.html', 'bài/một.html', 'Bài/Một.html'.normalize('NFD')]) {
      files.note('one', path)
    }
    expect(files.of('one')).toEqual([fileKey('Bài/Một.html')])
    expect(files.of('two')).toEqual([])
  })

  test('forgets what was stored, and keeps what came since', () => {
    const files = new FetchedFiles()
    files.note('one', 'a.html')
    const stored = files.of('one')
    files.note('one', 'b.html')
    files.forget('one', stored)
    expect(files.of('one')).toEqual([fileKey('b.html')])
  })

  test('counts no more than it says, and lets go of who was silent longest', () => {
    const files = new FetchedFiles()
    for (let n = 0; n < filesCountMax + 5; n++) files.note('0', `${n}.html`)
    expect(files.of('0')).toHaveLength(filesCountMax)
    for (let r = 1; r <= 200; r++) {
      for (let n = 0; n < filesCountMax; n++) files.note(String(r), `${n}.html`)
    }
    expect(files.of('0')).toEqual([])
    expect(files.of('200')).toHaveLength(filesCountMax)
  })
})

test('what was fetched from two nodes is stored together, and not for who was erased', async () => {
  const stage = await openStage(courseOf(sco('one')))
  const nodes = [new FetchedFiles(), new FetchedFiles()] as const
  nodes[0].note(stage.registration, 'a.html')
  nodes[0].note(stage.registration, 'b.html')
  nodes[1].note('nobody', 'a.html')
  nodes[1].note(stage.registration, 'c.html')
  for (const fetched of nodes) await keepFetchedFiles(stage.storage, fetched)
  expect(nodes.flatMap((fetched) => fetched.registrations())).toEqual([])
  await stage.storage.transact(async (tx) => {
    const kept = await tx.findFetchedFiles(stage.registration)
    expect(kept).toEqual(['a.html', 'b.html', 'c.html'].map(fileKey))
    expect(await tx.findFetchedFiles('nobody')).toEqual([])
  })
  await stage.remove()
})

test.each([
  ['index.html', 'index.html'],
  ['./a/../B%C3%A0i%201.html?page=2#top', 'Bài 1.html'],
  ['shared\\player.html', 'shared/player.html'],
])('launchFileKey() names the file that %j opens', (href, path) => {
  expect(launchFileKey(href)).toBe(fileKey(path))
})

test('launchFileKey() knows no file of what is elsewhere', () => {
  expect(launchFileKey('https://example.com/course.html')).toBeUndefined()
})

describe('what the server sees of an attempt', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(courseOf(sco('one'), sco('two')))
  })
  afterEach(() => stage.remove())

  const report = async () => {
    const detail = await describeRegistration(stage.storage)(stage.registration)
    return detail.evidenceReport
  }
  const codes = async () => (await report()).findings.map(({ code }) => code)
  const passed = { 'cmi.core.lesson_status': 'passed', 'cmi.core.session_time': '0000:30:00' }

  /** Half an hour of learning, lesson by lesson, with a sign of life each minute. */
  const learn = async () => {
    const player = await stage.start()
    for (const lesson of ['one', 'two']) {
      stage.fetched.note(stage.registration, `${lesson}.html`)
      player.open(lesson)
      for (let minute = 1; minute <= 30; minute++) {
        stage.wait(60)
        await player.send()
      }
      player.set(passed).finish()
      await player.send()
    }
  }

  test('agrees with who learned', async () => {
    await learn()
    expect(await report()).toMatchObject({
      level: 'corroborated',
      findings: [],
      figures: {
        wallSeconds: 3_600,
        heardSeconds: 3_600,
        journalSeconds: 3_600,
        claimedSeconds: 3_600,
        commits: 4,
        files: 2,
        lessons: 2,
        lessonsFetched: 2,
      },
    })
    expect(stage.fetched.of(stage.registration)).toEqual([])
  })

  test('says nothing before there is a result', async () => {
    const player = await stage.start()
    await player.open().send()
    expect(await report()).toMatchObject({ level: null, findings: [] })
  })

  test('contradicts hours that were claimed in one commit without a file', async () => {
    const player = await stage.start()
    for (const lesson of ['one', 'two']) player.open(lesson).set(passed).finish()
    stage.wait(2)
    await player.send()
    expect((await report()).level).toBe('reported')
    expect(await codes()).toEqual([
      'no-file-fetched',
      'time-exceeds-wall-clock',
      'time-unheard',
      'one-burst',
    ])
  })

  test('gives nothing for a page that waits after its claim', async () => {
    const player = await stage.start()
    for (const lesson of ['one', 'two']) player.open(lesson).set(passed).finish()
    await player.send()
    for (const lesson of ['one', 'two']) stage.fetched.note(stage.registration, `${lesson}.html`)
    for (let minute = 1; minute <= 90; minute++) {
      stage.wait(60)
      await player.send()
    }
    expect(await codes()).toEqual(['time-exceeds-wall-clock', 'time-unheard', 'one-burst'])
  })

  test('looks for the pages of the lessons, and finds one that is fetched a little later', async () => {
    const player = await stage.start()
    stage.fetched.note(stage.registration, 'shared/style.css')
    for (const lesson of ['one', 'two'])
      player.open(lesson).set({ 'cmi.core.lesson_status': 'passed' }).finish()
    await player.send()
    expect(await codes()).toEqual(['lessons-not-fetched'])
    stage.fetched.note(stage.registration, 'one.html')
    await player.send({ isLeaving: true })
    expect((await report()).level).toBe('corroborated')
  })

  test('takes hours of silence for no more than a word', async () => {
    const player = await stage.start()
    for (const lesson of ['one', 'two']) {
      stage.fetched.note(stage.registration, `${lesson}.html`)
      player.open(lesson)
      stage.wait(1_800)
      player.set(passed).finish()
      await player.send()
    }
    expect(await codes()).toEqual(['time-unheard'])
  })

  test('leaves a review out', async () => {
    await learn()
    const before = await report()
    const review = await stage.start('review')
    stage.wait(60)
    await review.open().send()
    await review.send()
    expect(await report()).toEqual(before)
  })

  test('is told in the statements that claim a result, and in no other', async () => {
    await learn()
    const said = (await stage.statements()).map((one) => [
      verbName(one),
      one.context?.extensions?.['http://localhost:8080/xapi/extensions/evidence'],
    ])
    const claim = { level: 'corroborated', checks: [] }
    expect(said.filter(([, extension]) => extension)).toEqual([
      ['passed', claim],
      ['passed', claim],
      ['completed', claim],
      ['passed', claim],
    ])
  })
})
