import { createReadStream } from 'node:fs'
import { isAbsolute, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import type { Acknowledged, TraceEvent } from './trace-event.ts'

/** What strace must be told so that `readTrace` understands what it writes. */
export const straceArguments = (file: string): readonly string[] => [
  // The traced program is the child, and not strace itself.
  '-D',
  ...['-f', '-y', '-xx', '-qq', '-s', '2000000', '-o', file],
  ...['-e', 'signal=none', '-e'],
  'trace=openat,open,creat,mkdir,mkdirat,write,writev,pwrite64,pwritev,ftruncate,truncate,fallocate,' +
    'fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2,link,linkat,sync_file_range',
]

interface Call {
  readonly thread: string
  readonly name: string
  readonly args: string
  readonly result: number
}

/** Reads what `strace` has written: the changes below `folder`, and the answers that acknowledge. */
export async function readTrace(file: string, folder: string): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  const begun = new Map<string, string>()
  const read = (path: string): string | undefined => within(folder, path)
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const parts = /^(\d+) +(.*)$/.exec(line)
    if (!parts) continue
    const [, thread, text] = parts as unknown as [string, string, string]
    const unfinished = /^(\w+)\((.*) <unfinished \.\.\.>$/.exec(text)
    if (unfinished) {
      begun.set(thread, unfinished[2]!)
      events.push(...beginning({ thread, name: unfinished[1]!, args: unfinished[2]! }, read))
      continue
    }
    const resumed = /^<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)/.exec(text)
    const whole = resumed ? undefined : /^(\w+)\((.*)\) += (-?\d+)/.exec(text)
    const found = resumed ?? whole
    if (!found) continue
    const args = resumed ? (begun.get(thread) ?? '') + resumed[2] : found[2]!
    const call = { thread, name: found[1]!, args, result: Number(found[3]) }
    if (whole) events.push(...beginning(call, read))
    events.push(...ending(call, read))
  }
  return events
}

type PathReader = (path: string) => string | undefined

/** What counts from the moment the call begins. */
function beginning(call: Omit<Call, 'result'>, read: PathReader): TraceEvent[] {
  if (isSync(call.name)) {
    const path = read(descriptorOf(call.args))
    return path === undefined ? [] : [{ do: 'syncBegins', path, thread: call.thread }]
  }
  if (call.name !== 'write' && call.name !== 'writev') return []
  if (!decode(descriptorOf(call.args)).startsWith('socket:')) return []
  const acknowledged = acknowledgedIn(bytesIn(call.args).toString('latin1'))
  return acknowledged ? [{ do: 'acknowledge', acknowledged }] : []
}

/** What counts once the call has succeeded. */
function ending({ thread, name, args, result }: Call, read: PathReader): TraceEvent[] {
  if (result < 0) return []
  if (isSync(name)) {
    const path = read(descriptorOf(args))
    return path === undefined ? [] : [{ do: 'syncEnds', path, thread }]
  }
  switch (name) {
    case 'open':
    case 'openat':
      return opening(args, read)
    case 'mkdir':
    case 'mkdirat':
      return onPaths(args, read, (path) => ({ do: 'folder', path }))
    case 'unlink':
    case 'unlinkat':
      return onPaths(args, read, (path) => ({ do: 'unlink', path }))
    case 'rename':
    case 'renameat':
    case 'renameat2':
      return onPaths(args, read, (path, to) => ({ do: 'rename', path, to: to! }))
    case 'link':
    case 'linkat':
      return onPaths(args, read, (path, to) => ({ do: 'link', path, to: to! }))
    default:
      return changing(name, { args, result }, read)
  }
}

function changing(
  name: string,
  { args, result }: Pick<Call, 'args' | 'result'>,
  read: PathReader,
): TraceEvent[] {
  const path = read(descriptorOf(args))
  if (path === undefined) return []
  const lastNumber = Number(/(\d+)$/.exec(args)?.[1])
  switch (name) {
    case 'write':
    case 'writev':
      return [{ do: 'write', path, bytes: bytesIn(args).subarray(0, result) }]
    case 'pwrite64':
    case 'pwritev':
      return [{ do: 'write', path, offset: lastNumber, bytes: bytesIn(args).subarray(0, result) }]
    case 'ftruncate':
      return [{ do: 'truncate', path, size: lastNumber }]
    default:
      throw new Error(`${name} on ${path} is not understood`)
  }
}

function opening(args: string, read: PathReader): TraceEvent[] {
  const isCreating = args.includes('O_CREAT')
  const isEmptying = args.includes('O_TRUNC')
  if (!isCreating && !isEmptying) return []
  return onPaths(args, read, (path) => ({ do: 'create', path })).concat(
    isEmptying ? onPaths(args, read, (path) => ({ do: 'truncate', path, size: 0 })) : [],
  )
}

function onPaths(
  args: string,
  read: PathReader,
  event: (path: string, to?: string) => TraceEvent,
): TraceEvent[] {
  const paths = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text]) => read(text!))
  return paths.length > 0 && paths.every((path) => path !== undefined)
    ? [event(paths[0]!, paths[1])]
    : []
}

const isSync = (name: string): boolean => name === 'fsync' || name === 'fdatasync'

/** The path between `<` and `>` behind the first argument, as strace writes it. */
const descriptorOf = (args: string): string => /^\d+<([^>]*)>/.exec(args)?.[1] ?? ''

const decode = (text: string): string =>
  text.replaceAll(/(?:\\x[0-9a-f]{2})+/g, (hex) =>
    Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString('utf8'),
  )

const bytesIn = (args: string): Buffer =>
  Buffer.concat(
    [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) =>
      Buffer.from(hex!.replaceAll('\\x', ''), 'hex'),
    ),
  )

/** The shared memory of the write-ahead log is never on the disk: SQLite makes it anew. */
function within(folder: string, encoded: string): string | undefined {
  const path = decode(encoded)
  if (!isAbsolute(path)) return undefined
  const inside = relative(folder, join(path))
  if (inside.startsWith('..') || isAbsolute(inside) || inside.endsWith('-shm')) return undefined
  return inside
}

/** An answer of 200 with the ids of statements, or of 201 with a package version. */
function acknowledgedIn(text: string): Acknowledged | undefined {
  if (!/^HTTP\/1\.1 20[01] /.test(text)) return undefined
  const body = text.slice(text.indexOf('\r\n\r\n') + 4)
  const version = /"version":"([0-9a-f-]{36})"/.exec(body)?.[1]
  if (version) return { version }
  const statements = /^\[("[0-9a-f-]{36}",?)+\]$/.test(body) ? JSON.parse(body) : undefined
  return statements && { statements }
}
