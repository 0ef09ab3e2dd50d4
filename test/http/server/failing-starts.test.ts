import { execFile, spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../src/base/clock.ts'
import { readConfig } from '../../../src/config/index.ts'
import { openStore } from '../../../src/open-store.ts'
import { freePorts } from '../../support/server.ts'

const root = join(import.meta.dirname, '../../..')
let folder: string
let data: string
let env: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-starts-'))
  const [port, contentPort] = await freePorts(2)
  env = { HOCBA_PORT: String(port), HOCBA_CONTENT_PORT: String(contentPort) }
  await (await openStore(readConfig({ HOCBA_DATA: join(folder, 'good') }), systemClock)).close()
})
beforeEach(() => {
  data = mkdtempSync(join(folder, 'data-'))
  cpSync(join(folder, 'good'), data, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly errors: string
}

/** Runs a command to its end, or for ten seconds. */
const run = (command: string, args: readonly string[], more: Record<string, string> = {}) =>
  new Promise<Ended>((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env, ...more }, timeout: 10_000 }
    const child = execFile(command, args, options, (_error, _output, errors) =>
      resolve({ code: child.exitCode ?? -1, errors }),
    )
  })

const start = (more?: Record<string, string>) =>
  run(process.execPath, [join(root, 'src/main.ts')], { HOCBA_DATA: data, ...more })

/** One line, and nothing of the program's insides. */
function expectSentence({ code, errors }: Ended, sentence: RegExp): void {
  expect(errors).toMatch(sentence)
  expect(errors.trimEnd()).not.toContain('\n')
  expect(errors).not.toMatch(/ at .*\.ts|node:internal/)
  expect(code).toBe(1)
}

const database = () => join(data, 'hocba.db')

function replaceByFolder(): void {
  rmSync(database())
  mkdirSync(database())
}

function overwrite(at: number): void {
  const file = openSync(database(), 'r+')
  writeSync(file, Buffer.alloc(9_000, 0x5a), 0, 9_000, at)
  closeSync(file)
}

describe('a start that cannot be', () => {
  test.each<[string, () => void, RegExp]>([
    [
      'a text',
      () => writeFileSync(database(), 'hello'),
      /cannot be opened: file is not a database/,
    ],
    ['a folder', replaceByFolder, /cannot be opened/],
    ['cut short', () => truncateSync(database(), 20_000), /cannot be opened: .*malformed/],
    ['overwritten', () => overwrite(0), /cannot be opened: file is not a database/],
    [
      'overwritten in the middle',
      () => overwrite(8_192),
      /is damaged .*Nothing was written to it.*restore the last backup/,
    ],
  ])('says so in a sentence when the database is %s', async (_what, damage, sentence) => {
    damage()
    expectSentence(await start(), sentence)
  })

  test('names the key that is missing beside the data, and makes no new one', async () => {
    rmSync(join(data, 'signing.key'))
    expectSentence(await start(), /signing\.key is missing.*Restore it/)
    expectSentence(await start(), /signing\.key is missing/)
  })

  test('names the key that is damaged', async () => {
    writeFileSync(join(data, 'signing.key'), '')
    expectSentence(await start(), /signing\.key has 0 bytes instead of 32/)
  })

  test('names the folder that is none', async () => {
    writeFileSync(join(data, 'file'), '')
    expectSentence(
      await start({ HOCBA_DATA: join(data, 'file/data') }),
      /not a directory.*file\/data/,
    )
  })

  test('names the variable of an address that the machine does not have', async () => {
    expectSentence(await start({ HOCBA_HOST: '203.0.113.7' }), /203\.0\.113\.7.*HOCBA_HOST/)
  })
})

const unshare = ['--map-root-user', '--mount']
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', [...unshare, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0
/** Skipped where this user may not mount a file system of its own. */
const whereMountable = canMount ? test : test.skip

describe('a start on a disk that does not take anything', () => {
  const startMounted = (mount: string) =>
    run(
      'unshare',
      [...unshare, 'sh', '-c', `${mount} && exec "$1" src/main.ts`, 'sh', process.execPath],
      {
        HOCBA_DATA: data,
      },
    )

  whereMountable('says so in a sentence when the folder is read-only', async () => {
    const mount =
      'mount --bind "$HOCBA_DATA" "$HOCBA_DATA" && mount -o remount,ro,bind "$HOCBA_DATA"'
    expectSentence(await startMounted(mount), /hocba\.db cannot be opened.*must be able to/)
  })

  whereMountable('says so in a sentence when the disk is full', async () => {
    const mount =
      'mount -t tmpfs -o size=64k none "$HOCBA_DATA" && ! dd if=/dev/zero of="$HOCBA_DATA/x" 2>&-'
    expectSentence(await startMounted(mount), /disk is full|ENOSPC/i)
  })
})

describe('npm start', () => {
  test('passes SIGTERM on, and ends with 0 at once beside connections that are kept', async () => {
    const child = spawn('npm', ['start'], {
      cwd: root,
      env: { ...process.env, ...env, HOCBA_DATA: data, HOCBA_LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    })
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const url = `http://127.0.0.1:${env.HOCBA_PORT}/readyz`
    while (
      child.exitCode === null &&
      !(await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const kept = await Promise.all(
      [env.HOCBA_PORT, env.HOCBA_CONTENT_PORT].map((port) => keptConnection(Number(port))),
    )
    const begun = performance.now()
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(performance.now() - begun).toBeLessThan(5_000)
    await expect(fetch(url)).rejects.toThrow()
    for (const socket of kept) socket.destroy()
  })
})

/** A connection on which a request was answered. */
const keptConnection = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /_player/ HTTP/1.1\r\nHost: x\r\n\r\n'),
    )
    socket.once('data', () => resolve(socket))
    socket.once('error', reject)
  })
