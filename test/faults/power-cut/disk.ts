import { dirname } from 'node:path'
import type { TraceEvent } from './trace-event.ts'

/** Bytes that a disk writes whole or not at all. */
const sectorBytes = 512

type Change = { readonly offset: number; readonly bytes: Buffer } | { readonly size: number }

interface File {
  /** What is on the disk for sure. */
  synced: Growing
  /** What was written since, and may be there, by half, or not. */
  pending: Change[]
  /** As the process sees it. */
  size: number
}

type NameChange =
  | { readonly in: string; readonly add: string; readonly file: File | 'folder' }
  | { readonly in: string; readonly remove: string }
  | { readonly in: string; readonly remove: string; readonly add: string; readonly file: File }

/** How much of what was not synced a power cut leaves. */
export interface Luck {
  /** From 0 to 1; asked for each change that was not synced. */
  random(): number
  /** How likely an unsynced change is on the disk; 0 for a disk that keeps nothing it was not told to. */
  readonly keeps: number
}

/**
 * A disk under a process: it holds for sure what was synced, and of the rest a power cut leaves any part in any order, torn at
 * sectors. Names are durable once their folder is synced; until then a journaling file system keeps the first so many of them.
 */
export class Disk {
  readonly #live = new Map<string, File | 'folder'>()
  readonly #names = new Map<string, File | 'folder'>()
  #pendingNames: NameChange[] = []
  readonly #syncs = new Map<string, number>()

  apply(event: TraceEvent): void {
    switch (event.do) {
      case 'create':
        if (!this.#live.has(event.path)) this.#add(event.path, newFile())
        return
      case 'folder':
        this.#add(event.path, 'folder')
        return
      case 'write':
      case 'truncate':
        change(this.#file(event.path), event)
        return
      case 'unlink':
        this.#live.delete(event.path)
        this.#pendingNames.push({ in: dirname(event.path), remove: event.path })
        return
      case 'link':
        this.#add(event.to, this.#file(event.path))
        return
      case 'rename':
        this.#rename(event.path, event.to)
        return
      case 'syncBegins':
        this.#syncs.set(event.thread, this.#pendingAt(event.path))
        return
      case 'syncEnds':
        this.#sync(event.path, this.#syncs.get(event.thread) ?? 0)
    }
  }

  /** What stands on the disk after a power cut now, by path. */
  image(luck: Luck): Map<string, Buffer> {
    const names = new Map(this.#names)
    const kept = Math.floor(luck.random() * (this.#pendingNames.length + 1))
    const isKept = luck.keeps > 0
    for (const name of isKept ? this.#pendingNames.slice(0, kept) : []) rename(names, name)
    const image = new Map<string, Buffer>()
    const contents = new Map<File, Buffer>()
    for (const [path, file] of names) {
      if (file === 'folder' || !hasFolders(names, path)) continue
      const content = contents.get(file) ?? contentOf(file, luck)
      contents.set(file, content)
      image.set(path, content)
    }
    return image
  }

  #add(path: string, file: File | 'folder'): void {
    this.#live.set(path, file)
    this.#pendingNames.push({ in: dirname(path), add: path, file })
  }

  /** Between two folders it is two changes, each durable with its own folder. */
  #rename(path: string, to: string): void {
    const file = this.#file(path)
    this.#live.delete(path)
    this.#live.set(to, file)
    if (dirname(path) === dirname(to)) {
      this.#pendingNames.push({ in: dirname(to), remove: path, add: to, file })
    } else {
      this.#pendingNames.push({ in: dirname(to), add: to, file })
      this.#pendingNames.push({ in: dirname(path), remove: path })
    }
  }

  #file(path: string): File {
    const file = this.#live.get(path)
    if (file === undefined || file === 'folder') throw new Error(`${path} was never created`)
    return file
  }

  #isFolder = (path: string): boolean => path === '' || this.#live.get(path) === 'folder'

  #pendingAt(path: string): number {
    return this.#isFolder(path) ? this.#pendingNames.length : this.#file(path).pending.length
  }

  #sync(path: string, count: number): void {
    if (!this.#isFolder(path)) {
      const file = this.#file(path)
      for (const one of file.pending.splice(0, count)) file.synced.apply(one)
      return
    }
    const folder = path === '' ? '.' : path
    const isSynced = (name: NameChange, index: number) => index < count && name.in === folder
    for (const name of this.#pendingNames.filter(isSynced)) rename(this.#names, name)
    this.#pendingNames = this.#pendingNames.filter((name, index) => !isSynced(name, index))
  }
}

const newFile = (): File => ({ synced: new Growing(), pending: [], size: 0 })

function change(file: File, event: TraceEvent & { do: 'write' | 'truncate' }): void {
  if (event.do === 'truncate') {
    file.size = event.size
    file.pending.push({ size: event.size })
    return
  }
  const offset = event.offset ?? file.size
  file.size = Math.max(file.size, offset + event.bytes.length)
  file.pending.push({ offset, bytes: event.bytes })
}

function rename(names: Map<string, File | 'folder'>, name: NameChange): void {
  if ('remove' in name) names.delete(name.remove)
  if ('add' in name) names.set(name.add, name.file)
}

function hasFolders(names: ReadonlyMap<string, unknown>, path: string): boolean {
  const folder = dirname(path)
  return folder === '.' || (names.has(folder) && hasFolders(names, folder))
}

function contentOf({ synced, pending }: File, luck: Luck): Buffer {
  const content = synced.copy()
  for (const one of pending) {
    if (luck.keeps === 0 || luck.random() >= luck.keeps) continue
    for (const part of torn(one, luck)) content.apply(part)
  }
  return content.bytes()
}

/** One change in three is torn: of its sectors, each is there or not. */
function torn(one: Change, luck: Luck): Change[] {
  if ('size' in one || luck.random() > 1 / 3) return [one]
  const parts: Change[] = []
  for (let from = 0; from < one.bytes.length; ) {
    const end = Math.min(one.bytes.length, from + sectorBytes - ((one.offset + from) % sectorBytes))
    const part = { offset: one.offset + from, bytes: one.bytes.subarray(from, end) }
    if (luck.random() < 0.5) parts.push(part)
    from = end
  }
  return parts
}

/** A file's content; what was never written in between is zero. */
class Growing {
  #room: Buffer = Buffer.alloc(0)
  #size = 0

  apply(one: Change): void {
    if ('size' in one) {
      this.#grow(one.size)
      this.#room.fill(0, one.size)
      this.#size = one.size
    } else {
      this.#grow(one.offset + one.bytes.length)
      one.bytes.copy(this.#room, one.offset)
      this.#size = Math.max(this.#size, one.offset + one.bytes.length)
    }
  }

  copy(): Growing {
    const copy = new Growing()
    copy.#room = Buffer.from(this.#room)
    copy.#size = this.#size
    return copy
  }

  bytes(): Buffer {
    return this.#room.subarray(0, this.#size)
  }

  #grow(size: number): void {
    if (size <= this.#room.length) return
    const room = Buffer.alloc(Math.max(size, this.#room.length * 2))
    this.#room.copy(room)
    this.#room = room
  }
}
