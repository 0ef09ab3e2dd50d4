import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isLedgerKeyName } from '../../src/storage/files/ledger-keys.ts'
import { randomFrom } from '../../test/fuzz/seed.ts'
import { smallCourse } from '../../test/support/small-course.ts'
import { smallCourse2004 } from '../../test/support/small-course-2004.ts'
import {
  evilZips,
  honestZip,
  unsafeNames,
  zipOf,
  zipWith,
} from '../../test/unit/content/evil-zips.ts'
import { manifest } from '../../test/unit/content/import-bench.ts'
import { forEach, openServer, type ServerUnderLoad } from './server-under-load.ts'

export interface ArchiveFigures {
  readonly files: number
  readonly refused: number
  /** Answers that are neither an import nor a refusal, with what they were for. */
  readonly wrong: readonly string[]
  /** What stands in the data folder and should not. */
  readonly escapes: readonly string[]
  /** Most memory of the server, in MiB. */
  readonly mebibytes: number
  readonly slowestMilliseconds: number
}

interface Hostile {
  readonly name: string
  readonly zip: Buffer
}

/** Uploads the standing corpus of evil zips, hostile manifests, and as many damaged packages as `files` leaves room for. */
export async function uploadArchives(files: number, seed: number): Promise<ArchiveFigures> {
  const random = randomFrom(seed)
  const server = await openServer()
  try {
    await upload(server, { name: 'an honest package', zip: honestZip })
    let mebibytes = 0
    const watch = setInterval(() => {
      mebibytes = Math.max(mebibytes, server.mebibytes())
    }, 50)
    const standing = [...ofZips(), ...ofManifests()]
    const damagedCount = Math.max(0, files - standing.length)
    const damaged = Array.from({ length: damagedCount }, (_, n) => damage(n, random))
    const wrong: string[] = []
    let refused = 0
    let slowestMilliseconds = 0
    await forEach([...standing, ...damaged], 3, async (hostile) => {
      const start = performance.now()
      const status = await upload(server, hostile)
      slowestMilliseconds = Math.max(slowestMilliseconds, performance.now() - start)
      if (status >= 400 && status < 500) refused += 1
      else if (status !== 201) wrong.push(`${hostile.name}: ${status}`)
    })
    clearInterval(watch)
    const all = standing.length + damaged.length
    return {
      files: all,
      refused,
      wrong,
      escapes: escapesIn(server),
      mebibytes,
      slowestMilliseconds,
    }
  } finally {
    await server.remove()
  }
}

async function upload({ client }: ServerUnderLoad, { zip }: Hostile): Promise<number> {
  const signal = AbortSignal.timeout(60_000)
  const answer = await fetch(`${client.url}/api/v1/packages`, {
    method: 'POST',
    headers: { Authorization: client.authorization },
    body: new Uint8Array(zip),
    signal,
  }).catch(() => undefined)
  await answer?.arrayBuffer()
  return answer?.status ?? 0
}

const ofZips = (): Hostile[] => [
  ...Object.entries(evilZips).map(([name, [zip]]) => ({ name, zip })),
  ...unsafeNames.map((name) => ({ name: String(name), zip: zipWith([{ name, content: 'x' }]) })),
]

function ofManifests(): Hostile[] {
  const lol = Array.from(
    { length: 10 },
    (_, n) => `<!ENTITY l${n} "${n === 0 ? 'lol' : `&l${n - 1};`.repeat(10)}">`,
  )
  const texts: Record<string, string | Uint8Array> = {
    'a billion laughs': `<!DOCTYPE m [${lol.join('')}]>${manifest().replace('</title>', '&l9;</title>')}`,
    'an external entity': `<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest>&x;</manifest>`,
    'an external subset': `<!DOCTYPE m SYSTEM "http://127.0.0.1:1/x.dtd">${manifest()}`,
    XInclude: manifest().replace(
      '</title>',
      '</title><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
    ),
    '30,000 nested tags': '<a>'.repeat(30_000),
    '100,000 nested items': manifest({ items: '<item>'.repeat(100_000) }),
    '100,000 attributes': `<manifest ${Array.from({ length: 100_000 }, (_, n) => `a${n}=""`).join(' ')}/>`,
    '100,000 items': manifest({
      items: '<item identifier="i"><title>x</title></item>'.repeat(100_000),
    }),
    'a title of 4 MB': manifest().replace('Bài 1', 'x'.repeat(4_000_000)),
    'a prototype': '<__proto__ constructor="x"><manifest/></__proto__>',
    'two roots': '<manifest/><manifest/>',
    nothing: '',
    NUL: '\u0000'.repeat(1_000),
    'UTF-32': Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c]),
    'UTF-7': `<?xml version="1.0" encoding="UTF-7"?>+ADw-manifest/+AD4-`,
    'bytes that are no UTF-8': Buffer.from([0x3c, 0xff, 0xfe, 0xfd, 0x3e]),
    'a base outside': manifest({ attributes: 'xml:base="../../../"' }),
  }
  return Object.entries(texts).map(([name, text]) => ({ name, zip: zipOf(text) }))
}

const whole = [honestZip, smallCourse(), smallCourse2004()]

/** A package with some bytes changed, cut, or written twice; or its manifest so. */
function damage(turn: number, random: () => number): Hostile {
  const isOfManifest = turn % 2 === 0
  const original = isOfManifest ? Buffer.from(manifest()) : whole[turn % whole.length]!
  let bytes: Buffer = Buffer.from(original)
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const at = Math.floor(random() * bytes.length)
    const end = Math.min(bytes.length, at + 1 + Math.floor(random() * 40))
    const way = Math.floor(random() * 4)
    if (way === 0) bytes[at] = Math.floor(random() * 256)
    else if (way === 1) bytes = bytes.subarray(0, Math.max(1, at))
    else if (way === 2) bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)])
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)])
    if (bytes.length === 0) bytes = Buffer.from(original)
  }
  return { name: `damaged ${turn}`, zip: isOfManifest ? zipOf(bytes) : bytes }
}

/** Everything but what the server itself writes: files under the hash of their content, and no work in progress. */
function escapesIn({ folder }: ServerUnderLoad): string[] {
  const own = /^(hocba\.db(-wal|-shm)?|signing\.key|files|tmp|imports)$/
  const file = /^[0-9a-f]{2}\/[0-9a-f]{62}$/
  const shelf = /^[0-9a-f]{2}$/
  const names = (...parts: string[]) =>
    readdirSync(join(folder, ...parts), { recursive: true, encoding: 'utf8' })
  return [
    ...readdirSync(folder).filter((name) => !own.test(name) && !isLedgerKeyName(name)),
    ...names('files').filter((name) => !file.test(name) && !shelf.test(name)),
    ...names('tmp').map((name) => `tmp/${name}`),
  ]
}
